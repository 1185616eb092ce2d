/** `replay-server.ts URL`: asks the services at URL once for each request, and from then on replays their bytes. */
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent, request } from 'undici';
import { announce } from './processes.ts';

interface Recording {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly pieces: readonly Buffer[];
}

const upstream = process.argv[2];
const dispatcher = new Agent();
const recordings = new Map<string, Recording>();

const readBody = async (message: AsyncIterable<Buffer>): Promise<Buffer[]> => {
  const pieces: Buffer[] = [];
  for await (const piece of message) pieces.push(piece);
  return pieces;
};

const record = async (message: IncomingMessage, body: string): Promise<Recording> => {
  const answer = await request(`${upstream}${message.url}`, {
    dispatcher,
    method: message.method as 'GET',
    headers: { accept: 'application/json', ...(body === '' ? {} : { 'content-type': 'application/json' }) },
    body: body === '' ? null : body,
  });
  const {
    'transfer-encoding': _framing,
    connection: _connection,
    'keep-alive': _keepAlive,
    ...headers
  } = answer.headers;
  return { status: answer.statusCode, headers, pieces: await readBody(answer.body) };
};

announce(
  createServer({ maxHeaderSize: 8_000_000 }, async (message, response) => {
    const body = Buffer.concat(await readBody(message)).toString();
    const key = `${message.method} ${message.url} ${body}`;
    const recording = recordings.get(key) ?? (await record(message, body));
    recordings.set(key, recording);
    response.writeHead(recording.status, recording.headers);
    for (const piece of recording.pieces) {
      if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
    }
    response.end();
  }),
);
