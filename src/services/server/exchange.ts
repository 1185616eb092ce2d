import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Respond } from '../delivery/deliver.ts';
import { ConnectionReset } from '../delivery/spoil.ts';

/**
 * One request and its answer; everything must be answered. Never rejects: a handler that
 * throws is a defect of ours, told on stderr, and the client gets a 500, or a broken connection if the answer has begun.
 */
export const exchange = async (
  respond: Respond,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort();
  });
  try {
    const request = requestOf(incoming, gone.signal);
    if (request === null) {
      outgoing.writeHead(400, { 'content-type': 'text/plain' }).end('Bad Request\n');
      return;
    }
    const response = await respond(request);
    if (response === undefined) throw new Error(`nothing answers ${incoming.method} ${incoming.url}`);
    if (response.type === 'error') {
      outgoing.socket?.resetAndDestroy();
      return;
    }
    outgoing.writeHead(response.status, headersOf(response, incoming));
    if (response.body !== null) await pump(response.body, outgoing);
    outgoing.end();
  } catch (thrown) {
    if (gone.signal.aborted) return;
    if (thrown instanceof ConnectionReset) {
      outgoing.socket?.resetAndDestroy();
      return;
    }
    process.stderr.write(`services: ${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error\n');
  }
};

/** Trailers come behind chunks alone: not in HTTP/1.0, and not where there is no body. */
const headersOf = (
  { headers }: Response,
  { method, httpVersion }: IncomingMessage,
): Record<string, string> => {
  const { trailer, ...others } = Object.fromEntries(headers);
  const hasTrailer = trailer !== undefined && method !== 'HEAD' && httpVersion !== '1.0';
  return hasTrailer ? { ...others, trailer } : others;
};

/** Null for what has no URL, or a method that fetch forbids. */
const requestOf = (incoming: IncomingMessage, signal: AbortSignal): Request | null => {
  const { method = 'GET', headers, url = '/' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const target = url.startsWith('/') ? `http://${headers.host ?? 'localhost'}${url}` : url;
  if (!URL.canParse(target) || /^(CONNECT|TRACE|TRACK)$/i.test(method)) return null;
  return new Request(target, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    ),
    signal,
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
  });
};

/**
 * Sends a body chunk by chunk; the next is asked for when the last one is with the kernel. That is the back-pressure, and
 * what lets the chunks be used again. (Readable.fromWeb with pipeline reads ahead.)
 */
const pump = async (body: ReadableStream<Uint8Array>, outgoing: ServerResponse): Promise<void> => {
  const reader = body.getReader();
  let isOver = outgoing.destroyed;
  let wake = (): void => {};
  const giveUp = (): void => {
    isOver = true;
    wake();
  };
  outgoing.once('close', giveUp);
  while (!isOver) {
    const { done, value } = await reader.read();
    if (done) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
      outgoing.write(value, (failed) => {
        if (failed) giveUp();
        // Writes to a fast client end at once: without a turn of the event loop, nobody else would be served meanwhile.
        else setImmediate(resolve);
      });
    });
  }
  outgoing.off('close', giveUp);
  if (isOver) await reader.cancel();
};
