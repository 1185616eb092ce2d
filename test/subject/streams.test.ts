import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import streamJson from '../../fixtures/strategies/stream-json.ts';
import streamparserJson from '../../fixtures/strategies/streamparser-json.ts';
import { createCouch } from '../../src/cases/reqmgr2/client/couch.ts';
import { createReqMgr, type ReqMgr } from '../../src/cases/reqmgr2/client/reqmgr.ts';
import type { StrategyContext } from '../../src/cases/reqmgr2/context.ts';
import type { WorkflowDocument } from '../../src/cases/reqmgr2/document.ts';
import documentStream from '../../src/cases/reqmgr2/strategies/streams/document-stream.ts';
import lineStream from '../../src/cases/reqmgr2/strategies/streams/line-stream.ts';
import rowStream from '../../src/cases/reqmgr2/strategies/streams/row-stream.ts';
import { readByPost } from '../../src/cases/reqmgr2/subject.ts';
import { createHttp, type HttpOptions } from '../../src/subject/client/http.ts';
import { ServiceError } from '../../src/subject/client/service-error.ts';
import {
  documentText,
  indicesOf,
  runServices,
  smallDescription,
  smallWorkload,
} from '../services/small-services.ts';
import { fakeContext } from './fake-context.ts';
import { answerJson, serve, workflow } from './tiny-services.ts';

/** Runs with clients of a real service. */
const withContext = async <T>(
  url: string,
  use: (context: StrategyContext) => Promise<T>,
  options: Partial<HttpOptions> = {},
): Promise<T> => {
  const http = createHttp(url, { signal: new AbortController().signal, readByPost, ...options });
  try {
    return await use(fakeContext({ reqmgr: createReqMgr(http), couch: createCouch(http) }));
  } finally {
    await http.close();
  }
};

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

const streams = [
  { name: 'line-stream', strategy: lineStream, style: 'reqmgr' },
  { name: 'document-stream', strategy: documentStream, style: 'reqmgr' },
  { name: 'row-stream', strategy: rowStream, style: 'couch' },
  { name: 'stream-json', strategy: streamJson, style: 'reqmgr' },
  { name: 'streamparser-json', strategy: streamparserJson, style: 'reqmgr' },
] as const;

describe.each(streams)('$name', ({ strategy, style }) => {
  test('yields every document of the statuses as the service holds it', async () => {
    // Long documents arrive in several pieces each.
    const longLumiLists = { share: 0.2, minBytes: 1e5, maxBytes: 2e5 };
    const documents = { ...smallDescription().documents, meanBytes: 45_000, longLumiLists };
    const workload = smallWorkload({ documents });
    await using services = await runServices({ workload });
    const found = await withContext(services.url, (context) => collect(strategy(context)));
    const texts = indicesOf(workload, 'announced', 'rejected').map((index) =>
      documentText(workload, index, style),
    );
    const byName = (a: WorkflowDocument, b: WorkflowDocument) => (a.RequestName < b.RequestName ? -1 : 1);
    expect(found.toSorted(byName)).toEqual(texts.map((text) => JSON.parse(text)).toSorted(byName));
  });

  test('finds nothing in a status without workflows', async () => {
    await using services = await runServices();
    const none = (context: StrategyContext) => collect(strategy({ ...context, statuses: ['failed'] }));
    expect(await withContext(services.url, none)).toEqual([]);
  });

  test('fails when a body with a good status is cut short', async () => {
    await using services = await runServices();
    await using cutting = await serve(async (request, response) => {
      const whole = Buffer.from(await (await services.get(request.url ?? '')).arrayBuffer());
      response.writeHead(200, { 'content-type': 'application/json' }).end(whole.subarray(0, -4));
    });
    await expect(withContext(cutting.url, (context) => collect(strategy(context)))).rejects.toThrow();
  });

  test('makes a request a status', async () => {
    await using services = await runServices();
    await withContext(services.url, (context) => collect(strategy(context)));
    expect(await services.ledger()).toMatchObject({ requests: 2 });
  });
});

const restLines = '{"result": [\n {"RequestName": "a"}\n,{"RequestName": "b"}\n';

describe('a stream of documents', () => {
  const names = ({ reqmgr }: { reqmgr: ReqMgr }) =>
    collect(reqmgr.streamRequestLinesByStatus(['announced'])).then((found) =>
      found.map(({ RequestName }) => RequestName),
    );
  const ask = (url: string, options?: Partial<HttpOptions>) => withContext(url, names, options);

  const failureOf = async (call: Promise<unknown>): Promise<ServiceError> => {
    const thrown = await call.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(ServiceError);
    return thrown as ServiceError;
  };

  test('asks for one document a line', async () => {
    await using server = await serve((_, response) => response.end(`${restLines}]}\n`));
    expect(await ask(server.url)).toEqual(['a', 'b']);
    expect(server.requests).toEqual(['GET /reqmgr2/data/request?status=announced&common_dict=1']);
  });

  test('asks nothing for no statuses', async () => {
    await using server = await serve((_, response) => response.end());
    await withContext(server.url, async ({ reqmgr }) => {
      expect(await collect(reqmgr.streamRequestsByStatus([]))).toEqual([]);
      expect(await collect(reqmgr.streamRequestLinesByStatus([]))).toEqual([]);
      expect(await collect(reqmgr.streamNamesByStatus([]))).toEqual([]);
      expect(await collect(reqmgr.streamBytesByStatus([]))).toEqual([]);
    });
    expect(server.requests).toEqual([]);
  });

  test('is that of the answer in an object, too, in the spacing of any JSON', async () => {
    const documents = { a: workflow('a'), ['__proto__']: workflow('__proto__') };
    await using server = await serve((_, response) => answerJson(response, { result: [documents] }));
    await withContext(server.url, async ({ reqmgr }) => {
      const found = await collect(reqmgr.streamRequestsByStatus(['announced']));
      expect(found).toEqual([workflow('a'), workflow('__proto__')]);
    });
  });

  test('yields a document before the body has ended', async () => {
    let response: ServerResponse | undefined;
    await using server = await serve((_, to) => {
      response = to;
      to.write(restLines);
    });
    await withContext(server.url, async ({ reqmgr }) => {
      const found: string[] = [];
      for await (const { RequestName } of reqmgr.streamRequestLinesByStatus(['announced'])) {
        found.push(RequestName);
        if (found.length === 2) response?.end(']}\n');
      }
      expect(found).toEqual(['a', 'b']);
    });
  });

  test('is left early: the request ends, and the connection with it', async () => {
    const closed = Promise.withResolvers<void>();
    await using server = await serve((_, response) => {
      response.once('close', closed.resolve).write(restLines);
    });
    await withContext(server.url, async ({ reqmgr }) => {
      for await (const _ of reqmgr.streamRequestLinesByStatus(['announced'])) break;
      await closed.promise;
    });
  });

  test('is read no faster than it is taken', async () => {
    const line = Buffer.from(`,{"RequestName": "${'c'.repeat(64 * 1024)}"}\n`);
    const lines = 800;
    let produced = 0;
    const body = function* () {
      yield Buffer.from(restLines);
      for (produced = 0; produced < lines; produced++) yield line;
    };
    await using server = await serve((request, response) =>
      request.url?.endsWith('bynames')
        ? answerJson(response, { result: [] })
        : Readable.from(body()).pipe(response),
    );
    await withContext(server.url, async ({ reqmgr }) => {
      for await (const _ of reqmgr.streamRequestLinesByStatus(['announced'])) {
        // Turns enough for all of it: a turn reads 64 KB.
        for (let turn = 0; turn < lines; turn++) await reqmgr.requestsByNames(['a']);
        break;
      }
    });
    expect(produced).toBeGreaterThan(0);
    expect(produced).toBeLessThan(lines / 2);
  });

  test('fails as a whole answer does by its status, or by an HTML page', async () => {
    await using refusing = await serve((_, response) =>
      response.writeHead(400, { 'X-Error-Detail': 'Invalid spec parameter value: status' }).end(),
    );
    expect((await failureOf(ask(refusing.url))).failure).toMatchObject({
      kind: 'status',
      status: 400,
      detail: 'Invalid spec parameter value: status',
    });
    await using page = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'),
    );
    expect((await failureOf(ask(page.url))).kind).toBe('html');
  });

  test('that is cut short says where, and what was due', async () => {
    await using server = await serve((_, response) => response.end(restLines));
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('broken-body');
    expect(error.message).toBe(
      `a broken body (status 200; cut short behind line 3, where a comma and an item, or ]} was due) from ${server.url}/reqmgr2/data/request?status=announced&common_dict=1`,
    );
  });

  test('whose connection dies is a broken body', async () => {
    await using server = await serve((_, response) => response.write(restLines, () => response.destroy()));
    expect((await failureOf(ask(server.url))).kind).toBe('broken-body');
  });

  test('that stalls is a timeout', async () => {
    await using server = await serve((_, response) => response.write(restLines));
    expect((await failureOf(ask(server.url, { timeout: 50 }))).kind).toBe('timeout');
  });

  test('of something else says what was expected', async () => {
    await using server = await serve((_, response) => response.end('{"result": [\n "a"\n]}\n'));
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('unexpected-answer');
    expect(error.message).toContain('expected documents with a RequestName');
  });

  test('ends on an abort with the reason of the signal', async () => {
    const controller = new AbortController();
    await using server = await serve((_, response) => {
      response.write(restLines, () => controller.abort(new Error('enough')));
    });
    await expect(ask(server.url, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

test('names come as a stream, too', async () => {
  await using server = await serve((_, response) => response.end('{"result": [\n "a"\n,"b"\n]}\n'));
  await withContext(server.url, async ({ reqmgr }) => {
    expect(await collect(reqmgr.streamNamesByStatus(['announced', 'rejected']))).toEqual(['a', 'b']);
  });
  expect(server.requests).toEqual([
    'GET /reqmgr2/data/request?status=announced&status=rejected&detail=False',
  ]);
});

test('bytes come as they are', async () => {
  await using server = await serve((_, response) => response.end('anything'));
  await withContext(server.url, async ({ reqmgr }) => {
    const pieces = await collect(reqmgr.streamBytesByStatus(['announced']));
    expect(Buffer.concat(pieces).toString()).toBe('anything');
  });
});

describe('rows of the view', () => {
  const rows = (...written: string[]) =>
    serve((_, response) =>
      response.end(`{"total_rows":2,"offset":0,"rows":[\r\n${written.join(',\r\n')}\r\n]}\n`),
    );
  const ask = (url: string) =>
    withContext(url, ({ couch }) => collect(couch.streamDocumentsByStatus('announced')));

  test('without the documents that were deleted meanwhile', async () => {
    await using server = await rows('{"id":"a","doc":null}', '{"id":"b","doc":{"RequestName":"b"}}');
    expect(await ask(server.url)).toEqual([{ RequestName: 'b' }]);
    expect(server.requests).toEqual([
      'GET /couchdb/reqmgr_workload_cache/_design/ReqMgr/_view/bystatus?key=%22announced%22&include_docs=true',
    ]);
  });

  test('that carry no document are refused', async () => {
    await using server = await rows('{"id":"a","key":"announced","value":1}');
    await expect(ask(server.url)).rejects.toThrow('expected rows {"id": string, "doc": document, …}');
  });
});
