import { describe, expect, test } from 'vitest';
import { createCouch } from '../../src/cases/reqmgr2/client/couch.ts';
import { createReqMgr, nameLookupLine } from '../../src/cases/reqmgr2/client/reqmgr.ts';
import { createWmStats } from '../../src/cases/reqmgr2/client/wmstats.ts';
import { readByPost } from '../../src/cases/reqmgr2/subject.ts';
import { createHttp, type Http } from '../../src/subject/client/http.ts';
import { ServiceError } from '../../src/subject/client/service-error.ts';
import { answerJson, serve, serveWorkflows, workflow } from './tiny-services.ts';

const withHttp = async <T>(
  url: string,
  use: (http: Http) => Promise<T>,
  options: { signal?: AbortSignal; timeout?: number } = {},
): Promise<T> => {
  const http = createHttp(url, { signal: new AbortController().signal, readByPost, ...options });
  try {
    return await use(http);
  } finally {
    await http.close();
  }
};

const answering = (answer: Parameters<typeof answerJson>[1]) =>
  serve((_, response) => answerJson(response, answer));

/** The ServiceError that a call ends with. */
const failureOf = async (call: Promise<unknown>): Promise<ServiceError> => {
  const thrown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ServiceError);
  return thrown as ServiceError;
};

describe('ReqMgr2', () => {
  test('asks for the documents of several statuses in one request', async () => {
    await using server = await serveWorkflows([workflow('a'), workflow('b', { RequestStatus: 'rejected' })]);
    const found = await withHttp(server.url, (http) =>
      createReqMgr(http).requestsByStatus(['announced', 'rejected']),
    );
    expect(Object.keys(found)).toEqual(['a', 'b']);
    expect(server.requests).toEqual(['GET /reqmgr2/data/request?status=announced&status=rejected']);
  });

  test('asks for names with detail=False', async () => {
    await using server = await serveWorkflows([workflow('a'), workflow('b')]);
    expect(await withHttp(server.url, (http) => createReqMgr(http).namesByStatus(['announced']))).toEqual([
      'a',
      'b',
    ]);
    expect(server.requests).toEqual(['GET /reqmgr2/data/request?status=announced&detail=False']);
  });

  test('asks for documents cut to a mask', async () => {
    await using server = await serveWorkflows([workflow('a')]);
    await withHttp(server.url, (http) =>
      createReqMgr(http).requestsByStatus(['announced'], { mask: ['RequestName', 'IsClean'] }),
    );
    expect(server.requests).toEqual([
      'GET /reqmgr2/data/request?status=announced&mask=RequestName&mask=IsClean',
    ]);
  });

  test('knows what its request line weighs when it looks names up by it', async () => {
    await using server = await serveWorkflows([]);
    const names = ['a', 'b & c', 'é'];
    await withHttp(server.url, (http) => createReqMgr(http).requestsByNames(names, { lookup: 'get' }));
    const bytes = names.reduce((sum, name) => sum + nameLookupLine.bytesOf(name), nameLookupLine.bytes);
    expect(`${server.requests[0]} HTTP/1.1`).toHaveLength(bytes);
  });

  test('through another client is the same service', async () => {
    await using server = await serveWorkflows([workflow('a')]);
    const paths: string[] = [];
    await withHttp(server.url, async (http) => {
      const noting = createReqMgr(http).through((inner) => ({
        ...inner,
        get: (path, shape, options) => {
          paths.push(path);
          return inner.get(path, shape, options);
        },
      }));
      expect(await noting.namesByStatus(['announced'])).toEqual(['a']);
    });
    expect(paths).toEqual(['/reqmgr2/data/request?status=announced&detail=False']);
  });

  test('sends names in the request line or in the body', async () => {
    await using server = await serveWorkflows([workflow('a'), workflow('b & c')]);
    await withHttp(server.url, async (http) => {
      const reqmgr = createReqMgr(http);
      expect(Object.keys(await reqmgr.requestsByNames(['a', 'b & c'], { lookup: 'get' }))).toEqual([
        'a',
        'b & c',
      ]);
      expect(Object.keys(await reqmgr.requestsByNames(['a', 'unknown'], { lookup: 'post' }))).toEqual(['a']);
    });
    expect(server.requests).toEqual([
      'GET /reqmgr2/data/request?name=a&name=b%20%26%20c',
      'POST /reqmgr2/data/request/bynames ["a","unknown"]',
    ]);
  });

  test('finds nothing in an empty list', async () => {
    await using server = await answering({ result: [] });
    await withHttp(server.url, async (http) => {
      expect(await createReqMgr(http).requestsByStatus(['announced'])).toEqual({});
      expect(await createReqMgr(http).namesByStatus(['announced'])).toEqual([]);
      expect(await createReqMgr(http).parentLocks()).toEqual([]);
    });
  });

  test('asks nothing for no statuses and no names', async () => {
    await using server = await answering({ result: [] });
    await withHttp(server.url, async (http) => {
      expect(await createReqMgr(http).requestsByStatus([])).toEqual({});
      expect(await createReqMgr(http).namesByStatus([])).toEqual([]);
      expect(await createReqMgr(http).requestsByNames([])).toEqual({});
    });
    expect(server.requests).toEqual([]);
  });

  test('keeps a workflow named __proto__', async () => {
    await using server = await serveWorkflows([workflow('__proto__')]);
    const found = await withHttp(server.url, (http) => createReqMgr(http).requestsByStatus(['announced']));
    expect(Object.values(found)).toEqual([workflow('__proto__')]);
  });

  test('unwraps the parent locks', async () => {
    await using server = await serveWorkflows([]);
    expect(await withHttp(server.url, (http) => createReqMgr(http).parentLocks())).toEqual([
      '/locked/parent/RAW',
    ]);
  });
});

describe('WMStats', () => {
  test('reads locks, the cache and filtered requests', async () => {
    await using server = await serve((request, response) => {
      if (request.url === '/wmstatsserver/data/globallocks')
        return answerJson(response, { result: ['/d/e/RAW'] });
      if (request.url === '/wmstatsserver/data/requestcache')
        return answerJson(response, { result: [{ a: workflow('a') }] });
      answerJson(response, { result: [{ RequestName: 'a', Campaign: null }] });
    });
    await withHttp(server.url, async (http) => {
      const wmstats = createWmStats(http);
      expect(await wmstats.globalLocks()).toEqual(['/d/e/RAW']);
      expect(await wmstats.requestCache()).toEqual({ a: workflow('a') });
      const filtered = await wmstats.filteredRequests({ RequestStatus: ['new', 'assigned'] }, [
        'Campaign',
        'PrepID',
      ]);
      expect(filtered).toEqual([{ RequestName: 'a', Campaign: null }]);
    });
    expect(server.requests.at(-1)).toBe(
      'GET /wmstatsserver/data/filtered_requests?RequestStatus=new&RequestStatus=assigned&mask=Campaign&mask=PrepID',
    );
  });
});

test('WMStats: a request without a name is another shape', async () => {
  await using server = await answering({ result: [{ Campaign: null }] });
  const error = await withHttp(server.url, (http) =>
    failureOf(createWmStats(http).filteredRequests({ RequestStatus: 'new' }, ['Campaign'])),
  );
  expect(error.message).toContain('expected {"result": [document with a RequestName, …]}');
});

describe('CouchDB', () => {
  test('reads a page of names from the view', async () => {
    await using server = await answering({
      total_rows: 9,
      offset: 4,
      rows: [{ id: 'a', key: 'new', value: 1 }],
    });
    const names = await withHttp(server.url, (http) =>
      createCouch(http).namesByStatus('new', { limit: 1, skip: 2 }),
    );
    expect(names).toEqual(['a']);
    expect(server.requests).toEqual([
      'GET /couchdb/reqmgr_workload_cache/_design/ReqMgr/_view/bystatus?key=%22new%22&include_docs=false&limit=1&skip=2',
    ]);
  });

  test('reads a page of documents from the view, with null for a deleted one', async () => {
    await using server = await answering({
      total_rows: 9,
      offset: 4,
      rows: [
        { id: 'a', key: 'new', value: 1, doc: workflow('a') },
        { id: 'gone', key: 'new', value: 2, doc: null },
      ],
    });
    const found = await withHttp(server.url, (http) =>
      createCouch(http).documentsByStatus('new', { limit: 2, skip: 4 }),
    );
    expect(found).toEqual([workflow('a'), null]);
    expect(server.requests).toEqual([
      'GET /couchdb/reqmgr_workload_cache/_design/ReqMgr/_view/bystatus?key=%22new%22&include_docs=true&limit=2&skip=4',
    ]);
  });

  test('refuses a row that has no document where documents were asked for', async () => {
    await using server = await answering({ total_rows: 1, offset: 0, rows: [{ id: 'a', key: 'new' }] });
    const { kind } = await withHttp(server.url, (http) =>
      failureOf(createCouch(http).documentsByStatus('new')),
    );
    expect(kind).toBe('unexpected-answer');
  });

  test('leaves unknown and deleted documents out, and keeps one named __proto__', async () => {
    await using server = await answering({
      total_rows: 9,
      offset: 0,
      rows: [
        { id: '__proto__', key: '__proto__', value: { rev: '1-a' }, doc: workflow('__proto__') },
        { key: 'unknown', error: 'not_found' },
        { id: 'gone', key: 'gone', value: { rev: '2-b', deleted: true }, doc: null },
      ],
    });
    const names = ['__proto__', 'unknown', 'gone'];
    const found = await withHttp(server.url, (http) => createCouch(http).documentsByNames(names));
    expect(Object.values(found)).toEqual([workflow('__proto__')]);
    expect(server.requests).toEqual([
      'POST /couchdb/reqmgr_workload_cache/_all_docs?include_docs=true {"keys":["__proto__","unknown","gone"]}',
    ]);
  });
  test('takes an error of a single row for no answer: leaving that document out would lose it', async () => {
    await using server = await answering({
      total_rows: 2,
      offset: 0,
      rows: [
        { id: 'a', key: 'a', value: { rev: '1-a' }, doc: workflow('a') },
        { key: 'b', error: 'timeout' },
      ],
    });
    const asked = withHttp(server.url, (http) => createCouch(http).documentsByNames(['a', 'b']));
    await expect(asked).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  test('reads one document, and says what CouchDB says when it is missing', async () => {
    await using server = await serve((request, response) =>
      request.url?.endsWith('/a%2Fb')
        ? answerJson(response, workflow('a/b'))
        : answerJson(response, { error: 'not_found', reason: 'missing' }, 404),
    );
    await withHttp(server.url, async (http) => {
      expect(await createCouch(http).document('a/b')).toEqual(workflow('a/b'));
      const { failure } = await failureOf(createCouch(http).document('c'));
      expect(failure).toMatchObject({ kind: 'status', status: 404, detail: 'not_found: missing' });
    });
  });
});

describe('failures', () => {
  const ask = (url: string, options: { signal?: AbortSignal; timeout?: number } = {}) =>
    withHttp(url, (http) => createReqMgr(http).requestsByStatus(['announced']), options);

  test('a bad status names the URL, the status and the detail of the service', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(400, { 'X-Error-Detail': 'Invalid spec parameter value: status' }).end('<html>'),
    );
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('status');
    expect(error.message).toBe(
      `status 400 (Invalid spec parameter value: status) from ${server.url}/reqmgr2/data/request?status=announced`,
    );
  });

  test('a bad gateway is a bad status, whatever its page says', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>'),
    );
    expect((await failureOf(ask(server.url))).failure).toMatchObject({
      kind: 'status',
      status: 502,
      detail: null,
    });
  });

  test('an error body that is no JSON after all does not hide the status', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error"'),
    );
    expect((await failureOf(ask(server.url))).failure).toMatchObject({
      kind: 'status',
      status: 500,
      detail: null,
    });
  });

  test('an HTML page where JSON was due', async () => {
    await using server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html></html>'),
    );
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('html');
    expect(error.message).toContain('/reqmgr2/data');
  });

  test('a body that is not JSON', async () => {
    await using server = await serve((_, response) => response.end('{"result": [nonsense'));
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('broken-body');
    expect(error.message).toContain('is not valid JSON');
  });

  test('a body that ends before its end', async () => {
    await using server = await serve((_, response) => {
      response.write('{"result": [', () => response.destroy());
    });
    expect((await failureOf(ask(server.url))).kind).toBe('broken-body');
  });

  test('JSON of another shape says what was expected', async () => {
    await using server = await answering({ rows: [] });
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('unexpected-answer');
    expect(error.message).toContain('expected {"result": [{NAME: document, …}]}');
  });

  test('no answer in time', async () => {
    await using server = await serve(() => {});
    expect((await failureOf(ask(server.url, { timeout: 50 }))).kind).toBe('timeout');
  });

  test('an answer that stalls', async () => {
    await using server = await serve((_, response) => response.write('{"result": ['));
    expect((await failureOf(ask(server.url, { timeout: 50 }))).kind).toBe('timeout');
  });

  test('a refused connection', async () => {
    const server = await serve(() => {});
    await server[Symbol.asyncDispose]();
    const error = await failureOf(ask(server.url));
    expect(error.kind).toBe('connection');
    expect(error.message).toMatch(/ECONNREFUSED/);
  });

  test('a long URL is cut to a readable length', async () => {
    await using server = await serve((_, response) => response.writeHead(414).end());
    const names = Array.from({ length: 100 }, (_, i) => `a_rather_long_workflow_name_${i}`);
    const call = withHttp(server.url, (http) => createReqMgr(http).requestsByNames(names, { lookup: 'get' }));
    const { message } = await failureOf(call);
    expect(message).toMatch(/^status 414 from .* characters\)$/);
    expect(message.length).toBeLessThan(220);
  });

  test('an abort ends a call with the reason of the signal', async () => {
    const controller = new AbortController();
    await using server = await serve(() => controller.abort(new Error('enough')));
    await expect(ask(server.url, { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('an abort ends the reading of a body, too', async () => {
    const controller = new AbortController();
    await using server = await serve((_, response) => {
      response.write('{"result": [', () => controller.abort(new Error('enough')));
    });
    await expect(ask(server.url, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

test("a request's own signal ends it, and leaves the client usable", async () => {
  const controller = new AbortController();
  await using server = await serve((request, response) =>
    request.method === 'POST'
      ? controller.abort(new Error('enough'))
      : answerJson(response, { result: ['a'] }),
  );
  await withHttp(server.url, async (http) => {
    const reqmgr = createReqMgr(http);
    await expect(reqmgr.requestsByNames(['a'], { signal: controller.signal })).rejects.toThrow('enough');
    expect(await reqmgr.namesByStatus(['announced'])).toEqual(['a']);
  });
});
