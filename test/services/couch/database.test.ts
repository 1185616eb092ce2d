import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServices, runServices } from '../small-services.ts';
import { design, refusal, root, view } from './rows.ts';

let services: RunningServices;
beforeAll(async () => {
  services = await runServices();
});
afterAll(() => services.close());

const told = async (target: string, init?: RequestInit) => {
  const response = await services.get(target, init);
  return [response.status, await response.text()];
};

describe('the database', () => {
  it.each([root, `${root}/`])(
    'tells how many documents it has, the design document among them: %s',
    async (path) => {
      const response = await services.get(path);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({
        db_name: 'reqmgr_workload_cache',
        doc_count: 14,
        doc_del_count: 0,
        compact_running: false,
        cluster: { q: 1, n: 1, w: 1, r: 1 },
        instance_start_time: expect.stringMatching(/^\d+$/),
        update_seq: expect.stringMatching(/^14-[\w-]+$/),
        purge_seq: expect.stringMatching(/^0-[\w-]+$/),
        sizes: { file: expect.any(Number), external: expect.any(Number), active: expect.any(Number) },
      });
      expect(response.headers.get('content-length')).toBe(String(text.length));
    },
  );

  it('has a design document, whose map emits what the view does', async () => {
    const response = await services.get(`${root}/${design}`);
    const document = (await response.json()) as {
      _rev: string;
      views: { bystatus: { map: string } };
    };
    expect(document).toMatchObject({ _id: design, _rev: expect.stringMatching(/^1-[0-9a-f]{32}$/) });
    expect(response.headers.get('etag')).toBe(`"${document._rev}"`);

    const emitted: unknown[] = [];
    const map = new Function('emit', `return ${document.views.bystatus.map}`);
    map((key: unknown, value: unknown) => emitted.push({ key, value }))({
      RequestStatus: 'staged',
      RequestTransition: [{ UpdateTime: 1 }, { UpdateTime: 2 }],
    });
    expect(emitted).toEqual([{ key: 'staged', value: 2 }]);
  });

  it('sends a client that escapes the slash of a design document to its plain path', async () => {
    const response = await services.get(`${root}/_design%2FReqMgr?x=1`, { redirect: 'manual' });
    expect(response.status).toBe(301);
    expect(response.headers.get('location')).toBe(`${services.url}${root}/${design}?x=1`);
    expect((await services.get(`${root}/_design%2FReqMgr`)).status).toBe(200);
  });

  it('has no other design document', async () => {
    expect(await told(`${root}/_design/Other`)).toEqual([404, refusal('not_found', 'missing')]);
    expect(await told(`${root}/_design/Other/_view/bystatus`)).toEqual([
      404,
      refusal('not_found', 'missing'),
    ]);
  });

  it.each(['_changes', '_security'])(
    'says that it has no %s, and not that a document is missing',
    async (name) => {
      expect(await told(`${root}/${name}`)).toEqual([
        501,
        refusal('not_implemented', `this mock of CouchDB has no ${name}`),
      ]);
    },
  );

  it('is the only one', async () => {
    expect(await told('/couchdb/_all_dbs')).toEqual([200, '["reqmgr_workload_cache"]\n']);
    const missing = [404, refusal('not_found', 'Database does not exist.')];
    expect(await told('/couchdb/other')).toEqual(missing);
    expect(await told('/couchdb/other/_all_docs')).toEqual(missing);
  });

  it('stands on a server that says which it is', async () => {
    const response = await services.get('/couchdb/');
    expect(await response.json()).toMatchObject({ couchdb: 'Welcome', version: '3.5.0' });
  });
});

it.each([
  '/couchdb/',
  root,
  `${root}/`,
  view,
  `${view}?key="rejected"&include_docs=true`,
  `${root}/_all_docs`,
  `${root}/${design}`,
])('%s answers HEAD with the headers of its GET, and no body', async (path) => {
  const [get, head] = await Promise.all([services.get(path), services.get(path, { method: 'HEAD' })]);
  expect([head.status, await head.text()]).toEqual([200, '']);
  for (const header of ['content-type', 'content-length', 'etag', 'cache-control']) {
    expect(head.headers.get(header)).toBe(get.headers.get(header));
  }
  await get.text();
});

it.each([
  ['PUT', `${root}/some-name`, 'GET,HEAD'],
  ['DELETE', root, 'GET,HEAD'],
  ['PUT', view, 'GET,POST,HEAD'],
  ['PUT', `${root}/_all_docs`, 'GET,HEAD,POST'],
  ['GET', `${root}/_all_docs/queries`, 'POST'],
])('%s of %s is not allowed', async (method, path, allowed) => {
  const response = await services.get(path, { method });
  expect(response.headers.get('allow')).toBe(allowed);
  expect([response.status, await response.text()]).toEqual([
    405,
    refusal('method_not_allowed', `Only ${allowed} allowed`),
  ]);
});

it('what is packed or spoilt has no Content-Length', async () => {
  const faults = [
    { kind: 'truncated', path: root, when: { at: [1] }, times: null, retryAfter: null },
    { kind: 'truncated-at-document', path: root, when: { at: [2] }, times: null, retryAfter: null },
  ] as const;
  await using faulty = await runServices({ behaviour: { gzip: true, faults } });
  const lengthOf = async (init?: RequestInit) =>
    (await faulty.get(`${root}/${faulty.workload.nameAt(0)}`, init)).headers.get('content-length');
  const plain = { headers: { 'accept-encoding': 'identity' } };
  expect([await lengthOf(plain), await lengthOf(plain), await lengthOf()]).toEqual([null, null, null]);
  expect(await lengthOf(plain)).toMatch(/^\d+$/);
});
