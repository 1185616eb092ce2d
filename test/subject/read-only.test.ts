import { expect, test } from 'vitest';
import { readByPost } from '../../src/cases/reqmgr2/subject.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { openClients } from '../builders/reqmgr2.ts';
import { serve } from './tiny-services.ts';

/** An argument for whatever a method of a client asks for: a status, names, a filter, a mask. */
const anything = ['a'];

const readingPosts = [
  '/reqmgr2/data/request/bynames',
  '/couchdb/reqmgr_workload_cache/_all_docs',
  '/couchdb/reqmgr_workload_cache/_bulk_get',
  '/couchdb/reqmgr_workload_cache/_design/ReqMgr/_view/bystatus',
];

test('every method of every client sends a GET, or a POST that reads only', async () => {
  await using server = await serve((_, response) => response.writeHead(404).end());
  const task = { url: server.url, retries: { attempts: 1, base: 0, longest: 0 } };
  const { reqmgr, couch, wmstats, close } = openClients(task, new AbortController().signal);
  // `through` sends nothing itself: it makes the same client of ReqMgr2 over another.
  const { through, ...asking } = reqmgr;
  expect(Object.keys(through((http) => http))).toEqual(Object.keys(reqmgr));
  const methods = [asking, couch, wmstats].flatMap((client) => Object.entries(client));
  for (const [name, method] of methods) {
    const before = server.requests.length;
    const answer: unknown = (method as (...args: unknown[]) => unknown)(anything, anything);
    await drain(answer).catch(() => {});
    expect(server.requests.length, `${name} has sent nothing`).toBeGreaterThan(before);
  }
  await close();
  for (const request of server.requests) {
    const [verb, path = ''] = request.split(' ');
    const [bare = ''] = path.split('?');
    expect(verb === 'GET' || (verb === 'POST' && readingPosts.includes(bare)), request).toBe(true);
  }
});

/** The end of a promise, or of whatever can be iterated. */
const drain = async (answer: unknown): Promise<void> => {
  const settled = await answer;
  if (typeof settled !== 'object' || settled === null || !(Symbol.asyncIterator in settled)) return;
  for await (const _ of settled as AsyncIterable<unknown>);
};

test.each([
  '/reqmgr2/data/request',
  '/reqmgr2/data/request/clone/a',
  '/couchdb/reqmgr_workload_cache',
  '/couchdb/reqmgr_workload_cache/_bulk_docs',
  '/couchdb/reqmgr_workload_cache/_design/ReqMgr/_update/updaterequest/a',
  '/couchdb/reqmgr_workload_cache/a?_all_docs',
])('a POST to %s is never sent', async (path) => {
  await using server = await serve((_, response) => response.end('{}'));
  const http = createHttp(server.url, { signal: new AbortController().signal, readByPost });
  const shape = { expected: 'anything', read: () => 1 };
  await expect(http.post(path, {}, shape)).rejects.toThrow('is not known to read only');
  await http.close();
  expect(server.requests).toEqual([]);
});

test.each(readingPosts)('a POST to %s is', async (path) => {
  await using server = await serve((_, response) => response.end('{}'));
  const http = createHttp(server.url, { signal: new AbortController().signal, readByPost });
  expect(await http.post(`${path}?a=b`, {}, { expected: 'anything', read: () => 1 })).toBe(1);
  await http.close();
});
