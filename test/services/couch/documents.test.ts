import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentText, type RunningServices, runServices } from '../small-services.ts';
import { design, refusal, revisionOf, root } from './rows.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const pathOf = (index: number): string => `${root}/${services.workload.nameAt(index)}`;
const told = async (target: string, init?: RequestInit) => {
  const response = await services.get(target, init);
  return [response.status, await response.text()];
};
type Json = Record<string, unknown>;
const json = async (response: Promise<Response>): Promise<Json> => (await response).json() as Promise<Json>;
const otherRevision = `7-${'0'.repeat(32)}`;

describe('a document', () => {
  it('is answered with its revision, which is its ETag, and its length', async () => {
    const response = await services.get(pathOf(4));
    const body = `${documentText(services.workload, 4, 'couch')}\n`;
    expect(await response.text()).toBe(body);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: `"${revisionOf(services.workload, 4)}"`,
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
      'cache-control': 'must-revalidate',
    });
    expect(response.headers.get('transfer-encoding')).toBeNull();
    expect(revisionOf(services.workload, 4)).toMatch(/^1-[0-9a-f]{32}$/);
  });

  it('is answered to HEAD without a body, and the same headers', async () => {
    const [get, head] = await Promise.all([
      services.get(pathOf(4)),
      services.get(pathOf(4), { method: 'HEAD' }),
    ]);
    const headersOf = ({ headers }: Response) => ({
      ...Object.fromEntries(headers),
      date: '',
      connection: '',
    });
    expect(headersOf(head)).toEqual(headersOf(get));
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it.each([
    ['its ETag', (etag: string) => etag],
    ['its ETag as a weak one', (etag: string) => `W/${etag}`],
    ['its ETag among others', (etag: string) => `"1-a", ${etag}`],
  ])('is not sent again to a client that knows %s', async (_, known) => {
    const etag = `"${revisionOf(services.workload, 4)}"`;
    for (const method of ['GET', 'HEAD']) {
      const response = await services.get(pathOf(4), { method, headers: { 'if-none-match': known(etag) } });
      expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([304, etag, '']);
    }
  });

  it('is sent to a client that knows another revision', async () => {
    const response = await services.get(pathOf(4), { headers: { 'if-none-match': '"1-a"' } });
    expect(response.status).toBe(200);
  });

  it('is found by its revision, and by no other', async () => {
    const rev = revisionOf(services.workload, 4);
    expect((await services.get(`${pathOf(4)}?rev=${rev}`)).status).toBe(200);
    expect(await told(`${pathOf(4)}?rev=${otherRevision}`)).toEqual([404, refusal('not_found', 'missing')]);
    expect(await told(`${pathOf(4)}?rev=latest`)).toEqual([
      400,
      refusal('bad_request', 'Invalid rev format'),
    ]);
    expect((await services.get(`${pathOf(4)}?rev=${otherRevision}&rev=${rev}`)).status).toBe(200);
  });

  it('that does not exist is missing, to HEAD too', async () => {
    expect(await told(`${root}/nobody`)).toEqual([404, refusal('not_found', 'missing')]);
    expect(await told(`${root}/nobody`, { method: 'HEAD' })).toEqual([404, '']);
  });

  it('has no attachments', async () => {
    expect(await told(`${pathOf(4)}/spec`)).toEqual([
      404,
      refusal('not_found', 'Document is missing attachment'),
    ]);
  });
});

describe('where workflows are deleted and change their status', () => {
  const churn = { change: 1, appear: 0, vanish: 1 };

  it('what was deleted is told so, everywhere', async () => {
    await using changing = await runServices({ behaviour: { churn } });
    const { nameAt } = changing.workload;
    for (let request = 0; request < 8; request++) await (await changing.get(root)).text();
    const statuses = await Promise.all(
      Array.from({ length: 13 }, async (_, index) => {
        const response = await changing.get(`${root}/${nameAt(index)}`);
        return { name: nameAt(index), text: await response.text() };
      }),
    );
    const gone = statuses.find(({ text }) => text === refusal('not_found', 'deleted'))?.name;
    expect(gone).toBeDefined();

    const { rows } = await json(changing.post(`${root}/_all_docs?include_docs=true`, { keys: [gone] }));
    const rev = expect.stringMatching(/^3-[0-9a-f]{32}$/);
    expect(rows).toEqual([{ id: gone, key: gone, value: { rev, deleted: true }, doc: null }]);
    const { results } = await json(changing.post(`${root}/_bulk_get`, { docs: [{ id: gone }] }));
    expect(results).toEqual([{ id: gone, docs: [{ ok: { _id: gone, _rev: rev, _deleted: true } }] }]);
    const info = await json(changing.get(root));
    expect(info.doc_del_count).toBeGreaterThan(0);
    expect(Number(info.doc_count) + Number(info.doc_del_count)).toBe(14);
  });

  it('a document that changed has another revision, so that nobody takes it for the one known', async () => {
    await using changing = await runServices({
      behaviour: { churn: { change: 1, appear: 0, vanish: 0 } },
    });
    for (let request = 0; request < 8; request++) await (await changing.get(root)).text();
    const { workload } = changing;
    const keys = Array.from({ length: workload.size }, (_, index) => workload.nameAt(index));
    const { rows } = await json(changing.post(`${root}/_all_docs?include_docs=true`, { keys }));
    const found = (rows as { doc: { _rev: string; RequestStatus: string } }[]).map(({ doc }, index) => {
      const hasMoved = doc.RequestStatus !== workload.statusAt(index);
      const before = revisionOf(workload, index);
      expect(doc._rev).toBe(hasMoved ? before.replace(/^1/, '2') : before);
      return { index, hasMoved };
    });
    const moved = found.find(({ hasMoved }) => hasMoved)?.index;
    if (moved === undefined) throw new Error('no workflow has changed its status');
    const response = await changing.get(`${root}/${workload.nameAt(moved)}`, {
      headers: { 'if-none-match': `"${revisionOf(workload, moved)}"` },
    });
    expect(response.status).toBe(200);
    await response.text();
  });
});

describe('_bulk_get', () => {
  const bulkGet = `${root}/_bulk_get`;

  it('answers each id with its document or its error, and its length', async () => {
    const { nameAt } = services.workload;
    const name = nameAt(2);
    const rev = revisionOf(services.workload, 2);
    const ok = `{"id":"${name}","docs":[{"ok":${documentText(services.workload, 2, 'couch')}}]}`;
    const error = (id: string | null, rev: string | null, error: string, reason: string) =>
      JSON.stringify({ id, docs: [{ error: { rev, reason, id, error } }] });
    const docs = [
      ...[{ id: 'nobody' }, { id: name }, { id: name, rev }, { id: name, rev: otherRevision }],
      ...[{ id: name, rev: 'x' }, {}, 5, { rev }],
    ];
    const response = await services.post(bulkGet, { docs });
    const items = [
      error('nobody', 'undefined', 'not_found', 'missing'),
      ok,
      ok,
      error(name, otherRevision, 'not_found', 'missing'),
      error(name, 'x', 'bad_request', 'Invalid rev format'),
      error(null, null, 'bad_request', 'document must be a JSON object'),
      error(null, null, 'bad_request', 'document must be a JSON object'),
      error(null, null, 'bad_request', 'document id missed'),
    ];
    const body = `{"results":[${items.join(',')}]}\n`;
    expect(await response.text()).toBe(body);
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
  });

  it('has the design document', async () => {
    const { results } = await json(services.post(bulkGet, { docs: [{ id: design }] }));
    expect(results).toMatchObject([{ docs: [{ ok: { _id: design, language: 'javascript' } }] }]);
  });

  it.each([
    [{}, "Missing JSON list of 'docs'."],
    [{ docs: 'x' }, '`docs` parameter must be an array.'],
  ])('refuses the body %j', async (body, reason) => {
    const response = await services.post(bulkGet, body);
    expect([response.status, await response.text()]).toEqual([400, refusal('bad_request', reason)]);
  });

  it('refuses a revision for all, a body that is not called JSON, and a GET', async () => {
    const response = await services.post(`${bulkGet}?rev=1-a`, { docs: [] });
    expect(await response.text()).toBe(refusal('bad_request', '"rev" query parameter is not acceptable'));
    expect((await services.get(bulkGet, { method: 'POST', body: '{"docs":[]}' })).status).toBe(415);
    expect(await told(bulkGet)).toEqual([405, refusal('method_not_allowed', 'Only POST allowed')]);
  });
});
