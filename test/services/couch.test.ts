import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../src/cases/reqmgr2/workload/description.ts';
import { documentText, indicesOf, type RunningServices, runServices } from './small-services.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const root = '/couchdb/reqmgr_workload_cache';
const view = `${root}/_design/ReqMgr/_view/bystatus`;
const text = async (target: string): Promise<string> => (await services.get(target)).text();
const query = (parameters: Record<string, unknown>): string =>
  new URLSearchParams(
    Object.entries(parameters).map(([key, value]): [string, string] => [
      key,
      key.endsWith('docid') ? String(value) : JSON.stringify(value),
    ]),
  ).toString();

/** The statuses of the workload in the order of the view. */
const inOrder: readonly Status[] = ['announced', 'normal-archived', 'rejected', 'running-open'];
const ordered = (): number[] => indicesOf(services.workload, ...inOrder);

const framed = (rows: readonly string[], offset: number): string =>
  `{"total_rows":13,"offset":${offset},"rows":[\r\n${rows.join(',\r\n')}\r\n]}\n`;
const viewRow = (index: number, document = ''): string => {
  const { workload } = services;
  return `{"id":"${workload.nameAt(index)}","key":"${workload.statusAt(index)}","value":${workload.lastTransitionAt(index)}${document}}`;
};
const revisionOf = (index: number): string =>
  JSON.parse(documentText(services.workload, index, 'couch'))._rev;
const idRow = (index: number, document = ''): string => {
  const name = services.workload.nameAt(index);
  return `{"id":"${name}","key":"${name}","value":{"rev":"${revisionOf(index)}"}${document}}`;
};
const withDocument = (index: number): string => `,"doc":${documentText(services.workload, index, 'couch')}`;

describe('the view bystatus', () => {
  it('answers a row a line, sorted by status, then by name', async () => {
    const response = await services.get(view);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(await response.text()).toBe(
      framed(
        ordered().map((index) => viewRow(index)),
        0,
      ),
    );
  });

  it.each<[string, Record<string, unknown>, (positions: number[]) => number[], number]>([
    ['one key', { key: 'rejected' }, (all) => all.slice(8, 11), 8],
    ['one key without documents', { key: 'rejected', include_docs: false }, (all) => all.slice(8, 11), 8],
    [
      'keys, in their order',
      { keys: ['rejected', 'announced'] },
      (all) => [...all.slice(8, 11), ...all.slice(0, 6)],
      8,
    ],
    ['a startkey', { startkey: 'rejected' }, (all) => all.slice(8), 8],
    ['an endkey', { endkey: 'normal-archived' }, (all) => all.slice(0, 8), 0],
    [
      'an endkey that is left out',
      { endkey: 'normal-archived', inclusive_end: false },
      (all) => all.slice(0, 6),
      0,
    ],
    ['a range between two keys', { startkey: 'b', endkey: 'rejected\ufff0' }, (all) => all.slice(6, 11), 6],
    ['a limit', { limit: 2 }, (all) => all.slice(0, 2), 0],
    ['a skip', { key: 'announced', skip: 4 }, (all) => all.slice(4, 6), 4],
    [
      'skip and limit over keys',
      { keys: ['rejected', 'announced'], skip: 2, limit: 2 },
      (all) => [all[10] ?? 0, all[0] ?? 0],
      10,
    ],
    ['descending', { descending: true }, (all) => all.toReversed(), 0],
    [
      'descending from a key to another',
      { descending: true, startkey: 'rejected', endkey: 'normal-archived' },
      (all) => all.slice(6, 11).toReversed(),
      2,
    ],
    [
      'descending with skip and limit',
      { descending: true, skip: 1, limit: 3 },
      (all) => all.slice(9, 12).toReversed(),
      1,
    ],
    ['keys of other types', { startkey: null, endkey: {} }, (all) => all, 0],
  ])('selects by %s', async (_, parameters, select, offset) => {
    const rows = select(ordered()).map((index) => viewRow(index));
    expect(await text(`${view}?${query(parameters)}`)).toBe(framed(rows, offset));
  });

  it('begins at a document within a key, which is how a client pages', async () => {
    const rows = ordered().slice(2, 6);
    const startkey_docid = services.workload.nameAt(rows[0] ?? 0);
    const parameters = query({ startkey: 'announced', startkey_docid, endkey: 'announced' });
    expect(await text(`${view}?${parameters}`)).toBe(
      framed(
        rows.map((index) => viewRow(index)),
        2,
      ),
    );
  });

  it('carries whole documents with include_docs', async () => {
    const rows = ordered()
      .slice(8, 11)
      .map((index) => viewRow(index, withDocument(index)));
    expect(await text(`${view}?${query({ key: 'rejected', include_docs: true })}`)).toBe(framed(rows, 8));
  });

  it('answers keys in a POST like keys in a GET', async () => {
    const response = await services.post(`${view}?limit=4`, { keys: ['rejected', 'running-open'] });
    const rows = ordered().slice(8, 12);
    expect(await response.text()).toBe(
      framed(
        rows.map((index) => viewRow(index)),
        8,
      ),
    );
  });

  it('answers a key without rows with the place where they would be', async () => {
    expect(await text(`${view}?${query({ key: 'staged' })}`)).toBe(framed([], 13));
    expect(await text(`${view}?${query({ keys: [] })}`)).toBe(framed([], 0));
  });

  it.each(['stale=ok', 'stale=update_after', 'update=false', 'update=lazy', 'reduce=false'])(
    'accepts %s, which changes nothing here',
    async (parameter) => {
      expect(await text(`${view}?limit=1&${parameter}`)).toBe(framed([viewRow(ordered()[0] ?? 0)], 0));
    },
  );

  it.each([
    ['key=announced', 'Invalid JSON: announced'],
    ['limit=many', 'Invalid value for integer: "many"'],
    ['skip=-1', 'Invalid value for positive integer: "-1"'],
    ['descending=perhaps', 'Invalid boolean parameter: "perhaps"'],
    ['stale=maybe', 'Invalid value for `stale`.'],
    ['keys=["a"]&key="a"', '`keys` is incompatible with `key`, `start_key` and `end_key`'],
  ])('refuses %s', async (parameters, reason) => {
    const response = await services.get(`${view}?${parameters}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(`${JSON.stringify({ error: 'query_parse_error', reason })}\n`);
  });

  it.each([['{'], ['[]'], ['{"keys":1}']])('refuses the body %s', async (body) => {
    const response = await services.get(view, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'bad_request' });
  });

  it('is the only view', async () => {
    const response = await services.get(`${root}/_design/ReqMgr/_view/byteam`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('{"error":"not_found","reason":"missing_named_view"}\n');
  });
});

describe('_all_docs', () => {
  const all = Array.from({ length: 13 }, (_, index) => index);

  it('answers all names with their revisions, in the order of the names', async () => {
    expect(await text(`${root}/_all_docs`)).toBe(
      framed(
        all.map((index) => idRow(index)),
        0,
      ),
    );
  });

  it('carries whole documents with include_docs', async () => {
    const rows = all.slice(0, 2).map((index) => idRow(index, withDocument(index)));
    expect(await text(`${root}/_all_docs?include_docs=true&limit=2`)).toBe(framed(rows, 0));
  });

  it('answers keys in their order, and an unknown one with an error', async () => {
    const { nameAt } = services.workload;
    const answer = framed([idRow(5), '{"key":"no\\"body","error":"not_found"}', idRow(1)], 0);
    const keys = [nameAt(5), 'no"body', nameAt(1)];
    expect(await text(`${root}/_all_docs?${query({ keys })}`)).toBe(answer);
    expect(await (await services.post(`${root}/_all_docs`, { keys })).text()).toBe(answer);
  });

  it('cuts keys by skip and limit', async () => {
    const keys = [4, 5, 6].map(services.workload.nameAt);
    const parameters = query({ keys, skip: 1, limit: 1 });
    expect(await text(`${root}/_all_docs?${parameters}`)).toBe(framed([idRow(5)], 0));
  });

  it('selects a range of names', async () => {
    const { nameAt } = services.workload;
    const parameters = query({ startkey: nameAt(3), endkey: nameAt(8), skip: 1, limit: 3 });
    expect(await text(`${root}/_all_docs?${parameters}`)).toBe(
      framed(
        [4, 5, 6].map((index) => idRow(index)),
        4,
      ),
    );
  });

  it('walks down from a name', async () => {
    const parameters = query({ startkey: services.workload.nameAt(3), descending: true, limit: 2 });
    expect(await text(`${root}/_all_docs?${parameters}`)).toBe(framed([idRow(3), idRow(2)], 9));
  });
});

describe('a document', () => {
  it('is answered with its revision', async () => {
    const response = await services.get(`${root}/${services.workload.nameAt(4)}`);
    expect(response.headers.get('etag')).toBe(`"${revisionOf(4)}"`);
    expect(await response.text()).toBe(`${documentText(services.workload, 4, 'couch')}\n`);
    expect(revisionOf(4)).toMatch(/^\d+-[0-9a-f]{32}$/);
  });

  it('that does not exist is missing', async () => {
    const response = await services.get(`${root}/nobody`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('{"error":"not_found","reason":"missing"}\n');
  });
});

describe('_bulk_get', () => {
  it('answers each id with its document or its error', async () => {
    const name = services.workload.nameAt(2);
    const response = await services.post(`${root}/_bulk_get`, { docs: [{ id: 'nobody' }, { id: name }] });
    expect(await response.text()).toBe(
      `{"results":[{"id":"nobody","docs":[{"error":{"id":"nobody","rev":"undefined","error":"not_found","reason":"missing"}}]},{"id":"${name}","docs":[{"ok":${documentText(services.workload, 2, 'couch')}}]}]}\n`,
    );
  });

  it.each([{}, { docs: 'x' }, { docs: [{}] }])('refuses the body %j', async (body) => {
    expect((await services.post(`${root}/_bulk_get`, body)).status).toBe(400);
  });
});

it('has no other database, and allows no other method', async () => {
  const other = await services.get('/couchdb/other/_all_docs');
  expect([other.status, await other.json()]).toEqual([
    404,
    { error: 'not_found', reason: 'Database does not exist.' },
  ]);
  const put = await services.get(`${root}/some-name`, { method: 'PUT', body: '{}' });
  expect([put.status, await put.json()]).toMatchObject([405, { error: 'method_not_allowed' }]);
});
