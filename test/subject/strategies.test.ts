import { basename } from 'node:path';
import v8 from 'node:v8';
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { strategyNames } from '../../src/cases/reqmgr2/catalogue.ts';
import type { Couch } from '../../src/cases/reqmgr2/client/couch.ts';
import type { Strategy } from '../../src/cases/reqmgr2/context.ts';
import type { DocumentsByName, WorkflowDocument } from '../../src/cases/reqmgr2/document.ts';
import couchDirect from '../../src/cases/reqmgr2/strategies/couch-direct.ts';
import idle from '../../src/cases/reqmgr2/strategies/idle.ts';
import masked from '../../src/cases/reqmgr2/strategies/masked.ts';
import naive from '../../src/cases/reqmgr2/strategies/naive.ts';
import nameThenChunk from '../../src/cases/reqmgr2/strategies/name-then-chunk.ts';
import paged from '../../src/cases/reqmgr2/strategies/paged.ts';
import perStatus from '../../src/cases/reqmgr2/strategies/per-status.ts';
import wmstatsFiltered from '../../src/cases/reqmgr2/strategies/wmstats-filtered.ts';
import { fakeContext, fakeReqMgr } from './fake-context.ts';
import { httpContext } from './http-context.ts';
import { loadStrategy } from './run-cycle.ts';
import { answerJson, serve, workflow } from './tiny-services.ts';

const documents = [
  workflow('a'),
  workflow('b', { RequestStatus: 'rejected' }),
  workflow('__proto__'),
  workflow('c'),
  workflow('d', { RequestStatus: 'new' }),
];

const namesFrom = async (strategy: Strategy, params = {}) => {
  const reqmgr = fakeReqMgr(documents);
  const names: string[] = [];
  for await (const { RequestName } of strategy(fakeContext({ reqmgr, params }))) names.push(RequestName);
  return { names, calls: reqmgr.calls };
};

test('idle fetches nothing', async () => {
  expect(await namesFrom(idle)).toEqual({ names: [], calls: [] });
});

test('naive fetches every status before it yields the first document', async () => {
  const reqmgr = fakeReqMgr(documents);
  for await (const _ of naive(fakeContext({ reqmgr }))) break;
  expect(reqmgr.calls).toEqual(['documents in announced', 'documents in rejected']);
  expect((await namesFrom(naive)).names).toEqual(['a', '__proto__', 'c', 'b']);
});

test('per-status yields the documents of a status before it fetches the next', async () => {
  const reqmgr = fakeReqMgr(documents);
  for await (const _ of perStatus(fakeContext({ reqmgr }))) break;
  expect(reqmgr.calls).toEqual(['documents in announced']);
  expect((await namesFrom(perStatus)).names).toEqual(['a', '__proto__', 'c', 'b']);
});

test('name-then-chunk fetches names, then so many documents at a time', async () => {
  const { names, calls } = await namesFrom(nameThenChunk, { chunk: 2, lookup: 'get' });
  expect(names).toEqual(['a', '__proto__', 'c', 'b']);
  expect(calls).toEqual(['names in announced', 'get a,__proto__', 'get c', 'names in rejected', 'get b']);
});

test('name-then-chunk takes its defaults from the catalogue', async () => {
  const { calls } = await namesFrom(nameThenChunk);
  expect(calls).toEqual(['names in announced', 'post a,__proto__,c', 'names in rejected', 'post b']);
});

test.each([[{ chunk: 0 }], [{ chunk: 1.5 }], [{ chunk: '10' }], [{ lookup: 'put' }], [{ concurrency: 0 }]])(
  'name-then-chunk refuses %o',
  async (params) => {
    await expect(namesFrom(nameThenChunk, params)).rejects.toThrow(
      /^parameter (chunk|lookup|concurrency) is .*, expected/,
    );
  },
);

test('name-then-chunk cuts a chunk smaller where its names do not fit the request line', async () => {
  const requestLine = 'GET /reqmgr2/data/request?name=__proto__&name=c HTTP/1.1'.length;
  const { calls } = await namesFrom(nameThenChunk, { lookup: 'get', requestLine });
  expect(calls).toEqual(['names in announced', 'get a,__proto__', 'get c', 'names in rejected', 'get b']);
  expect((await namesFrom(nameThenChunk, { lookup: 'post', requestLine })).calls).toContain(
    'post a,__proto__,c',
  );
});

test('name-then-chunk has as many chunks under way as its concurrency', async () => {
  const reqmgr = fakeReqMgr(documents);
  const params = { chunk: 1, concurrency: 2 };
  for await (const _ of nameThenChunk(fakeContext({ reqmgr, params }))) break;
  expect(reqmgr.calls).toEqual(['names in announced', 'post a', 'post __proto__']);
});

test('when a chunk fails, the others that are under way are ended with their connections', async () => {
  let open = 0;
  const { promise: allClosed, resolve } = Promise.withResolvers<void>();
  await using server = await serve((request, response, body) => {
    if (request.method === 'GET') return answerJson(response, { result: ['a', 'b', 'c'] });
    open += 1;
    response.on('close', () => {
      open -= 1;
      if (open === 0) resolve();
    });
    // The failure comes when all three are under way; the other two are never answered.
    if (body === '["c"]') response.writeHead(500).end();
  });
  await using context = httpContext(server.url, { params: { chunk: 1, concurrency: 3 } });
  await expect(nameThenChunk(context).next()).rejects.toThrow('status 500');
  await allClosed;
  expect(server.requests).toHaveLength(4);
});

test.each([
  [{ documents: 'one-by-one' }, ['names', 'a', 'gone', 'b']],
  [{ documents: 'by-keys', chunk: 2 }, ['names', 'a,gone', 'b']],
])('couch-direct with %o leaves out what was deleted since its name was read', async (params, asked) => {
  const calls: string[] = [];
  await using server = await serve((request, response, body) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const names = body === '' ? [basename(pathname)] : (JSON.parse(body).keys as string[]);
    const isView = pathname.endsWith('/bystatus');
    calls.push(isView ? 'names' : names.join());
    if (isView) {
      return answerJson(response, { rows: ['a', 'gone', 'b'].map((id) => ({ id })) });
    }
    if (body === '') {
      return names.includes('gone')
        ? answerJson(response, { error: 'not_found', reason: 'deleted' }, 404)
        : answerJson(response, workflow(names[0] ?? ''));
    }
    answerJson(response, {
      rows: names.map((key) =>
        key === 'gone'
          ? { key, value: { rev: '2-b', deleted: true }, doc: null }
          : { key, doc: workflow(key) },
      ),
    });
  });
  await using context = httpContext(server.url, { statuses: ['announced'], params });
  const found = await Array.fromAsync(couchDirect(context), ({ RequestName }) => RequestName);
  expect(found).toEqual(['a', 'b']);
  expect(calls).toEqual(asked);
});

test('couch-direct fails where CouchDB fails', async () => {
  await using server = await serve((request, response) =>
    request.url?.includes('/bystatus')
      ? answerJson(response, { rows: [{ id: 'a' }] })
      : response.writeHead(500).end(),
  );
  await using context = httpContext(server.url, { params: { documents: 'one-by-one' } });
  await expect(couchDirect(context).next()).rejects.toThrow('status 500');
});

describe('paged', () => {
  const pagesOf = async (rows: readonly (WorkflowDocument | null)[], page: number) => {
    const asked: string[] = [];
    const documentsByStatus: Couch['documentsByStatus'] = async (status, { limit = 0, skip = 0 } = {}) => {
      asked.push(`${status} ${skip}`);
      return rows.slice(skip, skip + limit);
    };
    const couch = { ...fakeContext().couch, documentsByStatus };
    const context = fakeContext({ couch, statuses: ['new'], params: { page } });
    const found = await Array.fromAsync(paged(context), ({ RequestName }) => RequestName);
    return { found, asked };
  };
  const three = ['a', 'b', 'c'].map((name) => workflow(name));

  test('ends with the page that is not full', async () => {
    expect(await pagesOf(three, 2)).toEqual({ found: ['a', 'b', 'c'], asked: ['new 0', 'new 2'] });
    expect(await pagesOf(three, 3)).toEqual({ found: ['a', 'b', 'c'], asked: ['new 0', 'new 3'] });
    expect(await pagesOf([], 2)).toEqual({ found: [], asked: ['new 0'] });
  });

  test('goes on behind a row whose document is gone', async () => {
    const { found } = await pagesOf([null, ...three], 2);
    expect(found).toEqual(['a', 'b', 'c']);
  });
});

describe('when the second answer is fetched', () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;

  /** Whether the first document of the first answer is still alive when the second answer is fetched. */
  const holdsTheFirstDocument = async (strategy: Strategy, params = {}): Promise<boolean> => {
    let first: WeakRef<WorkflowDocument> | undefined;
    let held: boolean | undefined;
    const answer = async () => {
      // A weak reference keeps its target until its turn of the event loop has ended.
      await new Promise((resolve) => setImmediate(resolve));
      collect();
      if (held !== undefined) return {};
      if (first !== undefined) held = first.deref() !== undefined;
      // Two documents: the last one is still in the consumer's hand.
      const found = JSON.parse('{"a": {"RequestName": "a"}, "b": {"RequestName": "b"}}') as DocumentsByName;
      first ??= new WeakRef(Object.values(found)[0] as WorkflowDocument);
      return found;
    };
    const list = async () => Object.values(await answer());
    const namesByStatus = async () => ['a', 'b', 'c', 'd'];
    const context = fakeContext({ params });
    const reqmgr = {
      ...context.reqmgr,
      requestsByStatus: answer,
      requestsByNames: answer,
      namesByStatus,
    };
    const couch = {
      ...context.couch,
      documentsByStatus: list,
      documentsByNames: answer,
      namesByStatus,
    };
    const wmstats = { ...context.wmstats, filteredRequests: list };
    for await (const _ of strategy({ ...context, reqmgr, couch, wmstats }));
    if (held === undefined) throw new Error('the strategy made no second request');
    return held;
  };

  test('naive holds the first one', async () => {
    expect(await holdsTheFirstDocument(naive)).toBe(true);
  });

  test.each([
    ['per-status', perStatus, {}],
    ['name-then-chunk', nameThenChunk, { chunk: 2 }],
    ['paged', paged, { page: 2 }],
    ['masked', masked, {}],
    ['wmstats-filtered', wmstatsFiltered, {}],
    ['couch-direct', couchDirect, { chunk: 2 }],
  ])('%s holds it no more', async (_, strategy, params) => {
    expect(await holdsTheFirstDocument(strategy, params)).toBe(false);
  });
});

describe('the registry', () => {
  test.each(strategyNames)('loads %s', async (name) => {
    const { name: functionName } = await loadStrategy(name);
    expect(functionName.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)).toBe(name);
  });

  test('knows no other name', async () => {
    await expect(loadStrategy('naiv')).rejects.toThrow('no strategy is named "naiv"');
    await expect(loadStrategy('toString')).rejects.toThrow('no strategy is named "toString"');
  });
});
