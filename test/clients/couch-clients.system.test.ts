import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { documentText, namesOf, runServices, smallWorkload } from '../services/small-services.ts';
import { needing } from './tools.ts';

const workload = smallWorkload();
const checkout = process.env.WMCORE_SRC;
const python = process.env.WMCORE_PYTHON ?? '/usr/bin/python3';
const script = fileURLToPath(new URL('couch-reads.py', import.meta.url));

const document = (name: string): Record<string, unknown> =>
  JSON.parse(documentText(workload, workload.indexOf(name) as number, 'couch'));
const withoutRevision = (name: string) => {
  const { _rev, ...others } = document(name);
  return others;
};
const documentsOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, withoutRevision(name)]));

const missing = checkout === undefined ? ' (skipped: WMCORE_SRC names no checkout of WMCore)' : '';

describe.skipIf(checkout === undefined)(`WMCore's CMSCouch and RequestDBReader${missing}`, () => {
  test('find by every method that reads what the workload has', async () => {
    await using services = await runServices({ workload });
    const [announced, rejected] = [namesOf(workload, 'announced'), namesOf(workload, 'rejected')];
    const [first, second] = announced as [string, string];
    const names = [first, second, ...rejected];
    const timeOf = (name: string) => workload.lastTransitionAt(workload.indexOf(name) as number);
    const since = announced.map(timeOf).toSorted((a, b) => a - b)[3] as number;
    const { stdout } = await execa(python, [script, services.url], {
      input: JSON.stringify({ names, since }),
      env: { WMCORE_SRC: checkout },
    });
    const found = JSON.parse(stdout);
    const rows = (ids: readonly string[]) => ids.map((id) => expect.objectContaining({ id }));
    const parented = announced.filter((name) => document(name).ParentageResolved === false);

    expect(found).toEqual({
      getCouchWelcome: 'Welcome',
      listDatabases: ['reqmgr_workload_cache'],
      info: 14,
      document: document(first),
      'document of a revision': document(first),
      'document of nobody': 404,
      getDoc: document(first),
      documentExists: [true, true, false, false],
      allDocs: expect.objectContaining({ total_rows: 14, rows: expect.objectContaining({ length: 14 }) }),
      'allDocs of keys': expect.objectContaining({ offset: null, rows: rows([first, second]) }),
      'allDocs of the design document': expect.objectContaining({ rows: rows(['_design/ReqMgr']) }),
      loadView: expect.objectContaining({ rows: rows(rejected) }),
      'loadView of keys': expect.objectContaining({ rows: rows(rejected) }),
      getRequestByNames: documentsOf([first, second]),
      'getRequestByNames of one': [first],
      getRequestByStatus: documentsOf([...rejected, ...announced]),
      'getRequestByStatus in pages': announced.slice(1, 3),
      getRequestByStatusAndStartTime: expect.toSatisfy((list: string[]) =>
        list.every((name) => timeOf(name) >= since),
      ),
      getRequestByStatusAndEndTime: expect.toSatisfy((list: string[]) =>
        list.every((name) => timeOf(name) < since),
      ),
      getRequestByTeamAndStatus: announced,
      'getRequestByTeamAndStatus of a team': expect.objectContaining({ length: 13 }),
      getRequestByCouchView: documentsOf(rejected),
      getStatusAndTypeByRequest: Object.fromEntries(
        names.map((name) => [name, [document(name).RequestStatus, document(name).RequestType]]),
      ),
      getStepChainDatasetParentageByStatus: Object.fromEntries(
        parented.map((name) => [name, document(name).ChainParentageMap ?? null]),
      ),
    });
    const { getRequestByStatusAndStartTime: later, getRequestByStatusAndEndTime: earlier } = found;
    expect([...later, ...earlier].toSorted()).toEqual(announced.toSorted());
    expect(earlier.length).toBe(3);
  });
});

describe('curl', () => {
  const curl = needing('curl');
  const root = '/couchdb/reqmgr_workload_cache';

  test.skipIf(curl.skipped)(
    curl.named('reads documents, heads, and what has not changed; its POST needs the Content-Type'),
    async () => {
      await using services = await runServices({ workload });
      const path = `${services.url}${root}`;
      const [name] = namesOf(workload, 'rejected') as [string];
      const run = async (...args: string[]) => (await execa('curl', ['-sS', ...args])).stdout;
      const status = ['-o', '/dev/null', '-w', '%{http_code}'];

      expect(JSON.parse(await run(`${path}/${name}`))).toEqual(document(name));
      expect(await run('-I', `${path}/${name}`)).toMatch(/^HTTP\/1.1 200 OK\r\n(?=.*content-length: \d+)/is);
      const etag = `If-None-Match: "${document(name)._rev}"`;
      expect(await run(...status, '-H', etag, `${path}/${name}`)).toBe('304');
      expect(JSON.parse(await run(`${path}/`))).toMatchObject({ doc_count: 14 });
      const between = ['--data-urlencode', 'startkey="_design/"', '--data-urlencode', 'endkey="_design0"'];
      expect(JSON.parse(await run('-G', ...between, `${path}/_all_docs`))).toMatchObject({
        rows: [{ id: '_design/ReqMgr' }],
      });
      const body = ['-d', JSON.stringify({ keys: ['rejected'] })];
      const view = `${path}/_design/ReqMgr/_view/bystatus`;
      expect(await run(...status, ...body, view)).toBe('415');
      const json = ['-H', 'Content-Type: application/json'];
      expect(JSON.parse(await run(...body, ...json, view)).rows).toHaveLength(3);
    },
  );
});
