import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentText, type RunningServices, runServices } from '../small-services.ts';
import { design, query, root } from './rows.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

interface Row {
  readonly id: string;
  readonly key: unknown;
  readonly value: unknown;
}
interface Answer {
  readonly total_rows: number;
  readonly offset: number;
  readonly rows: readonly Row[];
}

const ask = async (view: string, parameters: Record<string, unknown> = {}): Promise<Answer> => {
  const response = await services.get(`${root}/${design}/_view/${view}?${query(parameters)}`);
  return (await response.json()) as Answer;
};
const documents = () =>
  Array.from({ length: services.workload.size }, (_, index) =>
    JSON.parse(documentText(services.workload, index, 'couch')),
  );

/** What the map of the design document emits over all documents, as the view has it in whatever order. */
const emitted = async (view: string): Promise<Row[]> => {
  const { views } = (await (await services.get(`${root}/${design}`)).json()) as {
    views: Record<string, { map: string }>;
  };
  const rows: Row[] = [];
  let id = '';
  const map = new Function('emit', `return ${views[view]?.map}`)((key: unknown, value: unknown = null) =>
    rows.push({ id, key, value }),
  );
  for (const document of documents()) {
    id = document._id;
    map(document);
  }
  return rows;
};
const byId = (rows: readonly Row[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

describe.each(['bystatus', 'bystatusandtime', 'byteamandstatus', 'byrequest', 'byparentageflag'])(
  'the view %s',
  (view) => {
    it('has what its map emits', async () => {
      const { total_rows, rows } = await ask(view);
      const expected = await emitted(view);
      expect(byId(rows)).toEqual(byId(expected));
      expect(total_rows).toBe(expected.length);
    });

    it('answers each key with its rows, by their ids, and the place of the first', async () => {
      const { rows } = await ask(view);
      for (const key of new Map(rows.map((row) => [JSON.stringify(row.key), row.key])).values()) {
        const found = rows.filter((row) => JSON.stringify(row.key) === JSON.stringify(key));
        expect(await ask(view, { key })).toMatchObject({
          offset: rows.indexOf(found[0] as Row),
          rows: found,
        });
        expect(found).toEqual(byId(found));
        const startkey_docid = found.at(-1)?.id;
        expect((await ask(view, { startkey: key, startkey_docid, endkey: key })).rows).toEqual(
          found.slice(-1),
        );
      }
    });

    it('walks down as it walks up', async () => {
      expect((await ask(view, { descending: true })).rows).toEqual((await ask(view)).rows.toReversed());
    });
  },
);

it('bystatusandtime has the workflows of a status since a time, in its order', async () => {
  const times = (rows: readonly Row[]) => rows.map(({ key }) => (key as [string, number])[1]);
  const all = times(
    (await ask('bystatusandtime', { startkey: ['announced'], endkey: ['announced', {}] })).rows,
  );
  expect(all).toEqual(all.toSorted((a, b) => a - b));
  expect(all).toHaveLength(6);
  const since = all[2];
  const { rows } = await ask('bystatusandtime', {
    startkey: ['announced', since],
    endkey: ['announced', 2e9],
  });
  expect(times(rows)).toEqual(all.slice(2));
});

it('a view that has to be sorted carries documents too', async () => {
  const parameters = { key: ['production', 'rejected'], include_docs: true };
  const { rows } = await ask('byteamandstatus', parameters);
  expect(rows.map((row) => (row as Row & { doc: { RequestStatus: string } }).doc.RequestStatus)).toEqual([
    'rejected',
    'rejected',
    'rejected',
  ]);
});
