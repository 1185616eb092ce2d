import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServices, runServices, smallWorkload } from '../small-services.ts';
import {
  design,
  designDocument,
  designRow,
  framed,
  idRow,
  query,
  refusal,
  root,
  withDocument,
} from './rows.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const allDocs = `${root}/_all_docs`;
interface Listed {
  readonly offset: number;
  readonly rows: readonly { readonly id: string }[];
}

const text = async (target: string): Promise<string> => (await services.get(target)).text();
const rowOf = (index: number): string => idRow(services.workload, index);
const all = (): string[] => [designRow(), ...Array.from({ length: 13 }, (_, index) => rowOf(index))];

describe('_all_docs', () => {
  it('answers all ids with their revisions by their bytes, the design document among them, chunked', async () => {
    const response = await services.get(allDocs);
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(await response.text()).toBe(framed(all(), 0, 14));
  });

  it('has names that begin with a capital before the design document', async () => {
    const names = [
      { prefix: 'ReReco-', campaigns: ['Run2024'], share: 0.5 },
      { prefix: 'task_', campaigns: ['Run2024'], share: 0.5 },
    ];
    await using named = await runServices({ workload: smallWorkload({ names }) });
    const ids = async (parameters: Record<string, unknown>) => {
      const { offset, rows } = (await (await named.get(`${allDocs}?${query(parameters)}`)).json()) as Listed;
      return { offset, ids: rows.map(({ id }) => id) };
    };
    const sorted = [
      design,
      ...Array.from({ length: 13 }, (_, index) => named.workload.nameAt(index)),
    ].toSorted();
    const at = sorted.indexOf(design);
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(13);
    expect(await ids({})).toEqual({ offset: 0, ids: sorted });
    expect(await ids({ startkey: design })).toEqual({ offset: at, ids: sorted.slice(at) });
    expect(await ids({ startkey: sorted[at + 1] })).toEqual({ offset: at + 1, ids: sorted.slice(at + 1) });
    expect(await ids({ endkey: design, descending: true })).toEqual({
      offset: 0,
      ids: sorted.slice(at).toReversed(),
    });
  });

  it('lists the design document alone between _design/ and _design0', async () => {
    const between = query({ startkey: '_design/', endkey: '_design0' });
    expect(await text(`${allDocs}?${between}`)).toBe(framed([designRow()], 0, 14));
    expect(await text(`${allDocs}?${between}&include_docs=true`)).toBe(
      framed([designRow(designDocument)], 0, 14),
    );
  });

  it('carries whole documents with include_docs', async () => {
    const { workload } = services;
    const rows = [0, 1].map((index) => idRow(workload, index, withDocument(workload, index)));
    expect(await text(`${allDocs}?include_docs=true&skip=1&limit=2`)).toBe(framed(rows, 1, 14));
  });

  it('answers keys in their order and without an offset, and an unknown one with an error', async () => {
    const { nameAt } = services.workload;
    const rows = [rowOf(5), '{"key":"no\\"body","error":"not_found"}', designRow(), rowOf(1)];
    const keys = [nameAt(5), 'no"body', design, nameAt(1)];
    expect(await text(`${allDocs}?${query({ keys })}`)).toBe(framed(rows, null, 14));
    expect(await (await services.post(allDocs, { keys })).text()).toBe(framed(rows, null, 14));
    expect(await text(`${allDocs}?${query({ keys })}&descending=true`)).toBe(
      framed(rows.toReversed(), null, 14),
    );
  });

  it('answers a list of one key like a longer one', async () => {
    const rows = ['{"key":"nobody","error":"not_found"}'];
    expect(await text(`${allDocs}?${query({ keys: ['nobody'] })}`)).toBe(framed(rows, null, 14));
  });

  it('cuts keys by skip and limit', async () => {
    const keys = [4, 5, 6].map(services.workload.nameAt);
    const parameters = query({ keys, skip: 1, limit: 1 });
    expect(await text(`${allDocs}?${parameters}`)).toBe(framed([rowOf(5)], null, 14));
  });

  it('selects a range of names', async () => {
    const { nameAt } = services.workload;
    const parameters = query({ startkey: nameAt(3), endkey: nameAt(8), skip: 1, limit: 3 });
    expect(await text(`${allDocs}?${parameters}`)).toBe(framed([4, 5, 6].map(rowOf), 5, 14));
  });

  it('walks down from a name', async () => {
    const parameters = query({ startkey: services.workload.nameAt(3), descending: true, limit: 2 });
    expect(await text(`${allDocs}?${parameters}`)).toBe(framed([rowOf(3), rowOf(2)], 9, 14));
  });

  it('begins at an id where there is no key', async () => {
    const startkey_docid = services.workload.nameAt(11);
    expect(await text(`${allDocs}?${query({ startkey_docid })}`)).toBe(framed([11, 12].map(rowOf), 12, 14));
  });

  it('answers a range that begins beyond its end without rows, at the place of its start', async () => {
    const { nameAt } = services.workload;
    const parameters = query({ startkey: nameAt(8), endkey: nameAt(3) });
    expect(await text(`${allDocs}?${parameters}`)).toBe(framed([], 9, 14));
    expect(
      await text(`${allDocs}?${query({ startkey: nameAt(3), endkey: nameAt(8), descending: true })}`),
    ).toBe(framed([], 9, 14));
  });

  it('has what is no text before all ids', async () => {
    expect(await text(`${allDocs}?${query({ startkey: {} })}`)).toBe(framed(all(), 0, 14));
    expect(await text(`${allDocs}?${query({ endkey: {} })}`)).toBe(framed([], 0, 14));
  });

  it.each([
    ['keys="a"', 'bad_request', '`keys` parameter must be an array.'],
    ['key=a', 'bad_request', 'invalid UTF-8 JSON'],
    ['reduce=true', 'query_parse_error', 'Reduce is invalid for map-only views.'],
    ['group=True', 'query_parse_error', 'Invalid use of grouping on a map view.'],
  ])('refuses %s', async (parameters, error, reason) => {
    const response = await services.get(`${allDocs}?${parameters}`);
    expect([response.status, await response.text()]).toEqual([400, refusal(error, reason)]);
  });

  it('refuses a POST without JSON', async () => {
    const post = (body: string, type: string) =>
      services.get(allDocs, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{}', 'text/plain')).status).toBe(415);
    expect(await (await post('{"keys":{}}', 'application/json')).text()).toBe(
      refusal('bad_request', '`keys` body member must be an array.'),
    );
  });

  it('answers several queries each', async () => {
    const queries = [
      { startkey: '_design/', endkey: '_design0' },
      { keys: ['nobody'] },
      { limit: 1, skip: 2 },
    ];
    const response = await services.post(`${allDocs}/queries`, { queries });
    const place = services.workload.lowerBound('nobody') + 1;
    const alone = [framed([designRow()], 0, 14), framed([], place, 14), framed([rowOf(1)], 2, 14)];
    expect(await response.text()).toBe(
      `{"results":[${alone.map((each) => `\r\n${each.trimEnd()}`).join(',')}\r\n]}\n`,
    );
  });
});
