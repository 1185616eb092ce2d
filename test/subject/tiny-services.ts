import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject, JsonValue } from '../../src/subject/json.ts';

export interface TinyServer {
  readonly url: string;
  /** `METHOD path` of each request, and its body where it had one, in order. */
  readonly requests: readonly string[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A server on a free port of 127.0.0.1 that answers everything by one function. */
export const serve = async (handler: Handler): Promise<TinyServer> => {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces).toString();
    requests.push(`${request.method} ${request.url}${body && ` ${body}`}`);
    handler(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const answerJson = (response: ServerResponse, answer: JsonValue, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
};

/** A workflow that is ready for all pipelines, with whatever else a test needs. */
export const workflow = (RequestName: string, more: JsonObject = {}) => ({
  RequestName,
  RequestType: 'TaskChain',
  RequestStatus: 'announced',
  TransferDone: true,
  TransferTape: true,
  RequestTransition: [
    { Status: 'new', UpdateTime: 1_700_000_000 },
    { Status: 'announced', UpdateTime: 1_700_000_100 },
  ],
  ...more,
});

/** ReqMgr2 and WMStats over a few documents: as much of them as the built-in strategies ask for. */
export const serveWorkflows = (
  documents: readonly (JsonObject & { RequestName: string })[],
): Promise<TinyServer> =>
  serve((request, response, body) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/wmstatsserver/data/globallocks')
      return answerJson(response, { result: ['/locked/global/RAW'] });
    if (pathname === '/reqmgr2/data/parentlocks') {
      return answerJson(response, { result: [{ parentlocks: ['/locked/parent/RAW'] }] });
    }
    const names = body === '' ? searchParams.getAll('name') : (JSON.parse(body) as string[]);
    const statuses = searchParams.getAll('status');
    const found = documents.filter(
      ({ RequestName, RequestStatus }) =>
        names.includes(RequestName) || statuses.includes(String(RequestStatus)),
    );
    if (searchParams.get('detail') === 'False') {
      return answerJson(response, { result: found.map(({ RequestName }) => RequestName) });
    }
    const byName = Object.fromEntries(found.map((document) => [document.RequestName, document]));
    answerJson(response, { result: found.length === 0 ? [] : [byName] });
  });
