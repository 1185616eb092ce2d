import { expect, test } from 'vitest';
import { type TargetAccess, targetVariable } from '../../src/record/messages/subject.ts';
import { openClients } from '../builders/reqmgr2.ts';
import { answerJson, serve, workflow } from './tiny-services.ts';

const access: TargetAccess = {
  url: '',
  certificate: null,
  key: null,
  ca: null,
  headers: {},
  own: { locks: true },
};
const task = { url: null, retries: { attempts: 1, base: 0, longest: 0 } };
const { signal } = new AbortController();
const holding = (changes: Partial<TargetAccess>): NodeJS.ProcessEnv => ({
  [targetVariable]: JSON.stringify({ ...access, ...changes }),
});

test('any CouchDB is read at the path of its database, without locks where it has none', async () => {
  await using server = await serve((request, response) =>
    request.method === 'POST'
      ? answerJson(response, { rows: [{ id: 'a', key: 'a', doc: workflow('a') }] })
      : answerJson(response, { rows: [{ id: 'a', key: 'announced', value: 1 }] }),
  );
  const environment = holding({ url: server.url, own: { database: '/mine', locks: false } });
  const { couch, reqmgr, wmstats, close } = openClients(task, signal, environment);
  expect(await couch.namesByStatus('announced')).toEqual(['a']);
  expect(await couch.documentsByNames(['a'])).toEqual({ a: workflow('a') });
  expect([await reqmgr.parentLocks(), await wmstats.globalLocks()]).toEqual([[], []]);
  await close();
  expect(server.requests).toEqual([
    'GET /mine/_design/ReqMgr/_view/bystatus?key=%22announced%22&include_docs=false',
    'POST /mine/_all_docs?include_docs=true {"keys":["a"]}',
  ]);
});

test('the target is gone from the environment once it was read', () => {
  const environment = holding({ url: 'http://127.0.0.1:9' });
  openClients(task, signal, environment);
  expect(environment).toEqual({});
});

test('what is wrong with an answer is told without a piece of it', async () => {
  await using server = await serve((_, response) => response.end('host-of-the-site said no'));
  const { reqmgr, close } = openClients(task, signal, holding({ url: server.url }));
  await expect(reqmgr.parentLocks()).rejects.toThrow(
    /^a broken body \(status 200; SyntaxError\) from the target's \/reqmgr2\/data\/parentlocks$/,
  );
  await close();
});

test('a PEM file that cannot be read is told by its part, not by its path', () => {
  expect(() => openClients(task, signal, holding({ url: 'https://x', key: '/nowhere/key.pem' }))).toThrow(
    /^the target's key cannot be read \(ENOENT\)$/,
  );
});
