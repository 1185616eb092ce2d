import { mkdtempDisposableSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cachedInMemory } from '../../src/cases/reqmgr2/client/memory-cache.ts';
import { openDiskCache, repairedForm, wmcoreForm } from '../../src/cases/wmcore/disk-cache.ts';
import { ServiceError } from '../../src/subject/client/service-error.ts';
import { httpContext } from './http-context.ts';
import { serve, serveWorkflows, workflow } from './tiny-services.ts';

const documents = [workflow('a'), workflow('b'), workflow('c', { RequestStatus: 'rejected' })];

describe('a cache in memory', () => {
  const open = async (key: 'url' | 'path') => {
    const services = await serveWorkflows(documents);
    const context = httpContext(services.url);
    return {
      reqmgr: context.reqmgr.through((http) => cachedInMemory(http, key)),
      requests: services.requests,
      [Symbol.asyncDispose]: async () => {
        await context[Symbol.asyncDispose]();
        await services[Symbol.asyncDispose]();
      },
    };
  };

  test('by URL asks once for each URL, and tells names from documents', async () => {
    await using cache = await open('url');
    const { reqmgr } = cache;
    expect(Object.keys(await reqmgr.requestsByStatus(['announced']))).toEqual(['a', 'b']);
    expect(await reqmgr.namesByStatus(['announced'])).toEqual(['a', 'b']);
    expect(await reqmgr.namesByStatus(['announced'])).toEqual(['a', 'b']);
    expect(cache.requests).toHaveLength(2);
  });

  test('by path answers names with the documents that it has kept, which is refused', async () => {
    await using cache = await open('path');
    await cache.reqmgr.requestsByStatus(['announced']);
    await expect(cache.reqmgr.namesByStatus(['announced'])).rejects.toThrow(
      'the cache answered ?status=announced&detail=False with what it kept of ?status=announced: expected {"result": [string, …]}',
    );
  });

  test('by path answers one status with another, which nobody can see by the answer', async () => {
    await using cache = await open('path');
    await cache.reqmgr.namesByStatus(['announced']);
    expect(await cache.reqmgr.namesByStatus(['rejected'])).toEqual(['a', 'b']);
  });

  test('keeps no failure and nothing of a POST', async () => {
    await using cache = await open('url');
    const { reqmgr } = cache;
    await reqmgr.requestsByNames(['a']);
    await reqmgr.requestsByNames(['a']);
    expect(cache.requests).toHaveLength(2);
    await using broken = await serve((_, response) => response.writeHead(503).end());
    await using context = httpContext(broken.url);
    const failing = context.reqmgr.through((http) => cachedInMemory(http, 'url'));
    for (let i = 0; i < 2; i++) await expect(failing.parentLocks()).rejects.toThrow(ServiceError);
    expect(broken.requests).toHaveLength(2);
  });
});

describe('a cache on disk', () => {
  test.each([
    ["WMCore's form", wmcoreForm],
    ['the repaired form', repairedForm],
  ])(
    'in %s hands on what the service answered, asks every time, and leaves nothing behind',
    async (_, form) => {
      using folder = mkdtempDisposableSync(join(tmpdir(), 'tidemark-'));
      vi.stubEnv('TMPDIR', folder.path);
      onTestFinished(() => void vi.unstubAllEnvs());
      await using services = await serveWorkflows([...documents, workflow('__proto__')]);
      await using context = httpContext(services.url);
      {
        await using cache = await openDiskCache(form);
        expect(readdirSync(folder.path)).toHaveLength(1);
        const reqmgr = context.reqmgr.through(cache.under);
        const found = await reqmgr.requestsByStatus(['announced']);
        expect(found).toEqual(await context.reqmgr.requestsByStatus(['announced']));
        expect(Object.keys(found)).toEqual(['a', 'b', '__proto__']);
        expect(await reqmgr.namesByStatus(['rejected'])).toEqual(['c']);
        await reqmgr.namesByStatus(['rejected']);
      }
      expect(services.requests).toHaveLength(4);
      expect(readdirSync(folder.path)).toEqual([]);
    },
  );

  test('keeps what is wrong with an answer', async () => {
    await using services = await serve((_, response) => response.writeHead(500).end());
    await using context = httpContext(services.url);
    await using cache = await openDiskCache(wmcoreForm);
    await expect(context.reqmgr.through(cache.under).parentLocks()).rejects.toThrow(ServiceError);
  });

  test("WMCore's file is named after path and query, the repaired one by a hash of them", () => {
    const path = '/reqmgr2/data/request?name=a';
    expect(wmcoreForm.nameOf(path)).toBe('0_GET__reqmgr2_data_request?name=a');
    expect(repairedForm.nameOf(path)).toMatch(/^[0-9a-f]{64}_GET$/);
    expect(repairedForm.nameOf(path)).not.toBe(repairedForm.nameOf(`${path}b`));
  });
});

describe("chunks of production's names through the cache on disk", () => {
  const names = (count: number, length: number) =>
    Array.from({ length: count }, (_, i) => `cmsunified_task_${i}`.padEnd(length, '_'));
  const lookUp = async (form: typeof wmcoreForm, chunk: readonly string[]) => {
    await using services = await serveWorkflows(chunk.map((name) => workflow(name)));
    await using context = httpContext(services.url);
    await using cache = await openDiskCache(form);
    return Object.keys(await context.reqmgr.through(cache.under).requestsByNames(chunk, { lookup: 'get' }));
  };

  test("WMCore's form takes two of the longest names", async () => {
    expect(await lookUp(wmcoreForm, names(2, 95))).toEqual(names(2, 95));
  });

  test("WMCore's form fails with three of middling length, as the file system refuses the name", async () => {
    await expect(lookUp(wmcoreForm, names(3, 75))).rejects.toThrow(
      'File name too long (ENAMETOOLONG): the cache names a file after the whole query, 270 bytes',
    );
  });

  test('the repaired form takes a hundred', async () => {
    expect(await lookUp(repairedForm, names(100, 60))).toHaveLength(100);
  });
});
