import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../../src/cases/reqmgr2/workload/description.ts';
import { indicesOf, type RunningServices, runServices } from '../small-services.ts';
import { framed, query, refusal, root, view, viewRow, withDocument } from './rows.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const text = async (target: string): Promise<string> => (await services.get(target)).text();

/** The statuses of the workload in the order of the view. */
const inOrder: readonly Status[] = ['announced', 'normal-archived', 'rejected', 'running-open'];
const ordered = (): number[] => indicesOf(services.workload, ...inOrder);
const answer = (indices: readonly number[], offset: number, document = (_: number): string => ''): string =>
  framed(
    indices.map((index) => viewRow(services.workload, index, document(index))),
    offset,
  );

describe('the view bystatus', () => {
  it('answers a row a line, sorted by status, then by name, chunked', async () => {
    const response = await services.get(view);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(await response.text()).toBe(answer(ordered(), 0));
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
    [
      'keys in reverse, each of them too, with descending',
      { keys: ['announced', 'rejected'], descending: true },
      (all) => [...all.slice(8, 11).toReversed(), ...all.slice(0, 6).toReversed()],
      2,
    ],
    [
      'a list of one key, and the same key',
      { keys: ['rejected'], key: 'rejected' },
      (all) => all.slice(8, 11),
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
    ['a limit of none', { key: 'rejected', limit: 0 }, () => [], 8],
    ['a skip', { key: 'announced', skip: 4 }, (all) => all.slice(4, 6), 4],
    ['a skip beyond the rows of a key, which its offset counts', { key: 'announced', skip: 9 }, () => [], 9],
    ['a skip beyond all rows', { key: 'rejected', skip: 99 }, () => [], 13],
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
    ['a range of lists, which come behind all texts', { startkey: ['a'], endkey: ['a', 'b'] }, () => [], 13],
    ['a key without rows, with the place where they would be', { key: 'staged' }, () => [], 13],
    ['keys without rows, with the place of the last', { keys: ['zzz', 'b'] }, () => [], 6],
    ['no key', { keys: [] }, () => [], 0],
  ])('selects by %s', async (_, parameters, select, offset) => {
    expect(await text(`${view}?${query(parameters)}`)).toBe(answer(select(ordered()), offset));
  });

  it('begins at a document within a key, which is how a client pages', async () => {
    const rows = ordered().slice(2, 6);
    const startkey_docid = services.workload.nameAt(rows[0] ?? 0);
    const parameters = query({ startkey: 'announced', startkey_docid, endkey: 'announced' });
    expect(await text(`${view}?${parameters}`)).toBe(answer(rows, 2));
  });

  it('carries whole documents with include_docs, a boolean in any case of its letters', async () => {
    const rows = answer(ordered().slice(8, 11), 8, (index) => withDocument(services.workload, index));
    for (const word of ['true', 'True', 'TRUE']) {
      expect(await text(`${view}?key="rejected"&include_docs=${word}`)).toBe(rows);
    }
  });

  it('takes the last of a parameter that is repeated', async () => {
    expect(await text(`${view}?key="announced"&limit=1&key="rejected"&limit=2`)).toBe(
      answer(ordered().slice(8, 10), 8),
    );
  });

  it.each([
    'stale=ok',
    'stale=update_after',
    'update=false',
    'update=lazy',
    'reduce=false',
    'group=false',
    'x=1',
  ])('accepts %s, which changes nothing here', async (parameter) => {
    expect(await text(`${view}?limit=1&${parameter}`)).toBe(answer(ordered().slice(0, 1), 0));
  });

  it.each([
    ['limit=many', 'Invalid value for integer: "many"'],
    ['skip=-1', 'Invalid value for positive integer: "-1"'],
    ['descending=perhaps', 'Invalid boolean parameter: "perhaps"'],
    ['stale=maybe', 'Invalid value for `stale`.'],
    ['stale=false', 'Invalid value for `stale`.'],
    ['update=never', 'Invalid value for `update`.'],
    ['reduce=true', 'Reduce is invalid for map-only views.'],
    ['group=true', 'Invalid use of grouping on a map view.'],
    ['group_level=1', 'Invalid use of grouping on a map view.'],
    ['keys="a"', '`keys` must be an array of strings.'],
    ['keys=["a","b"]&key="a"', '`keys` is incompatible with `key`, `start_key` and `end_key`'],
    [
      'startkey="b"&endkey="a"',
      'No rows can match your key range, reverse your start_key and end_key or set descending=true',
    ],
    [
      'startkey="a"&endkey="b"&descending=true',
      'No rows can match your key range, reverse your start_key and end_key or set descending=false',
    ],
    [
      'startkey=["a","b"]&endkey=["a"]',
      'No rows can match your key range, reverse your start_key and end_key or set descending=true',
    ],
  ])('refuses %s', async (parameters, reason) => {
    const response = await services.get(`${view}?${parameters}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(refusal('query_parse_error', reason));
  });

  it.each(['key=announced', 'startkey=', 'endkey={', 'keys=[a]'])(
    'refuses %s, which is no JSON',
    async (key) => {
      const response = await services.get(`${view}?${key}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toBe(refusal('bad_request', 'invalid UTF-8 JSON'));
    },
  );

  it('is the only view', async () => {
    const response = await services.get(`${root}/_design/ReqMgr/_view/byteam`);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe(refusal('not_found', 'missing_named_view'));
  });
});

describe('a POST to the view', () => {
  it('answers keys like keys in a GET', async () => {
    const response = await services.post(`${view}?limit=4`, { keys: ['rejected', 'running-open'] });
    expect(await response.text()).toBe(answer(ordered().slice(8, 12), 8));
  });

  it('takes any parameter in its body, and those of the query before them', async () => {
    const body = { key: 'announced', limit: 3, descending: 'TRUE' };
    const response = await services.post(`${view}?limit=2`, body);
    expect(await response.text()).toBe(answer(ordered().slice(4, 6).toReversed(), 7));
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded'])(
    'is refused with the Content-Type %s',
    async (type) => {
      const response = await services.get(view, {
        method: 'POST',
        body: new Blob(['{"keys":["rejected"]}']),
        headers: type === undefined ? {} : { 'content-type': type },
      });
      expect(response.status).toBe(415);
      expect(await response.text()).toBe(
        refusal('bad_content_type', 'Content-Type must be application/json'),
      );
    },
  );

  it.each([
    ['{', 'invalid UTF-8 JSON'],
    ['', 'invalid UTF-8 JSON'],
    ['[]', 'Request body must be a JSON object'],
    ['{"keys":1}', '`keys` member must be an array.'],
    ['{"queries":[]}', 'The `queries` parameter is no longer supported at this endpoint'],
  ])('is refused with the body %s', async (body, reason) => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const response = await services.get(view, { method: 'POST', body, headers });
    expect(response.status).toBe(400);
    expect(await response.text()).toBe(refusal('bad_request', reason));
  });

  it.each([
    [{ limit: 'x' }, 'Invalid value for integer: <<"x">>'],
    [{ skip: -1 }, 'Invalid value for positive integer: -1'],
    [{ descending: 1 }, 'Invalid boolean parameter: 1'],
  ])('is refused with %j, quoted as Erlang writes it', async (body, reason) => {
    expect(await (await services.post(view, body)).text()).toBe(refusal('query_parse_error', reason));
  });
});

describe('several queries in a POST', () => {
  it('are answered each, one after the other', async () => {
    const queries = [{ key: 'rejected', limit: 2 }, { keys: ['staged'] }, { skip: 12 }];
    const response = await services.post(`${view}/queries?limit=1`, { queries });
    const alone = [answer(ordered().slice(8, 10), 8), answer([], 13), answer(ordered().slice(12), 12)];
    expect(await response.text()).toBe(
      `{"results":[${alone.map((each) => `\r\n${each.trimEnd()}`).join(',')}\r\n]}\n`,
    );
  });

  it.each([
    [{}, 'POST body must include `queries` parameter.'],
    [{ queries: {} }, '`queries` member must be an array.'],
  ])('are not found in %j', async (body, reason) => {
    const response = await services.post(`${view}/queries`, body);
    expect([response.status, await response.text()]).toEqual([400, refusal('bad_request', reason)]);
  });
});
