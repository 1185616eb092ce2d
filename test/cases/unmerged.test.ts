import type { ServerResponse } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unmerged as unmergedCase } from '../../src/cases/unmerged/case.ts';
import { cutList } from '../../src/cases/unmerged/client/list-cutter.ts';
import consume, { cutPath } from '../../src/cases/unmerged/consumer.ts';
import type { Clients, StrategyContext } from '../../src/cases/unmerged/context.ts';
import serve from '../../src/cases/unmerged/services.ts';
import subject from '../../src/cases/unmerged/subject.ts';
import { openUnmerged } from '../../src/cases/unmerged/workload.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import type { Opened } from '../../src/scenario/case.ts';
import { type Services, startServices } from '../../src/services/server/server.ts';
import type { Strategy } from '../../src/subject/case.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { ServiceError } from '../../src/subject/client/service-error.ts';
import { iterate, loadStrategy } from '../../src/subject/load.ts';
import { serve as tinyServer } from '../subject/tiny-services.ts';

/*
 * The second built-in case: a site's list of unmerged files, in its two forms, and MSUnmerged over it.
 */
const description = { files: 5_003, directories: 41, rse: 'T2_CH_CERN' };
const { files, rse } = description;
const seed = 7;
const paths = [...openUnmerged(description, seed).paths(files)];

let services: Services;
beforeAll(async () => {
  services = await startServices({
    serve: (tools) => serve({ description, seed }, tools),
    seed,
    behaviour: { ...promptServices, gzip: true },
  });
});
afterAll(() => services.close());

const get = (format: string, headers = {}): Promise<Response> =>
  fetch(`${services.url}/rucioconmon/unmerged/files?rse=${rse}&format=${format}`, { headers });

describe('the list', () => {
  test('is a JSON list on one line, as RucioConMon writes it', async () => {
    const text = await (await get('json')).text();
    expect(text).toBe(`[\n "${paths.join('", "')}"\n]\n`);
    expect(JSON.parse(text)).toEqual(paths);
  });

  test('is a path a line, too', async () => {
    const answer = await get('raw');
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(await answer.text()).toBe(`${paths.join('\n')}\n`);
  });

  test('is compressed by Content-Encoding for whoever accepts it', async () => {
    const answer = await get('raw', { 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    const plain = await (await get('raw', { 'accept-encoding': 'identity' })).arrayBuffer();
    expect(Buffer.from(plain).toString()).toBe(await answer.text());
    expect(() => gunzipSync(Buffer.from(plain))).toThrow('incorrect header');
  });

  test('is not there for another site or in another form', async () => {
    expect((await get('xml')).status).toBe(404);
    expect((await fetch(`${services.url}/rucioconmon/unmerged/files?rse=T2_IT_Pisa`)).status).toBe(404);
  });

  test('has paths of production’s form, each once, the same for the same seed', () => {
    const form =
      /^\/store\/unmerged\/\w+\/[\w-]+\/[A-Z-]+\/\w+-v\d\/\d{4}\/[\dA-F]{8}(-[\dA-F]{4}){3}-[\dA-F]{12}\.root$/;
    for (const path of paths) expect(path).toMatch(form);
    expect(new Set(paths).size).toBe(files);
    const meanLength = paths.join('').length / files;
    expect(meanLength).toBeGreaterThan(140);
    expect(meanLength).toBeLessThan(170);
    expect([...openUnmerged(description, seed).paths(3)]).toEqual(paths.slice(0, 3));
    expect(openUnmerged(description, 8).paths(1).next().value).not.toBe(paths[0]);
  });
});

const cycle = async (name: string) => {
  const { signal } = new AbortController();
  const http = createHttp(services.url, { signal });
  try {
    const clients: Clients = subject.open({ http, url: services.url, target: null, data: { rse } });
    const context: StrategyContext = { ...clients, params: {}, signal, builtIn: () => Promise.reject() };
    const strategy: Strategy<never> = await loadStrategy(name, subject);
    const processed: string[] = [];
    const counts = await consume(
      () => iterate(strategy, context, subject.example),
      clients,
      (path) => processed.push(path),
    );
    return { counts, processed };
  } finally {
    await http.close();
  }
};

describe('MSUnmerged', () => {
  test.each(['naive', 'naive-on-disk', 'lines', 'lines-on-disk', 'json-stream'])(
    'sorts every directory into those to delete and those that are protected, by %s',
    async (name) => {
      const { counts, processed } = await cycle(name);
      expect(counts).toEqual({ total: files, toDelete: 36, protected: 5 });
      expect(processed).toEqual(paths);
    },
  );

  test('has nothing to do without files', async () => {
    expect(await cycle('idle')).toEqual({
      counts: { total: 0, toDelete: 0, protected: 0 },
      processed: [],
    });
  });

  test('skips what does not belong to the unmerged area, and refuses what is no path', async () => {
    const over = (items: readonly unknown[]) => {
      const counted: string[] = [];
      const counts = consume(
        async function* () {
          yield* items;
        },
        { protectedLfns: async () => [] } as unknown as Clients,
        (path) => counted.push(path),
      );
      return counts.then((found) => ({ found, counted }));
    };
    const [first = ''] = paths;
    expect(await over(['/store/data/a/b/c/d/e.root', first])).toEqual({
      found: { total: 1, toDelete: 1, protected: 0 },
      counted: [first],
    });
    await expect(over([first, 5])).rejects.toThrow('the strategy yielded the number 5 as its file 2');
  });

  test.each([
    ['/store/unmerged/Run2016B/JetHT/MINIAOD/v2/140000/a.root', '/store/unmerged/Run2016B/JetHT/MINIAOD/v2'],
    ['/store/unmerged/SAM/testSRM/a.txt', '/store/unmerged/SAM/testSRM/a.txt'],
  ])('cuts %s to what WMStats protects', (path, directory) => {
    expect(cutPath(path)).toBe(directory);
  });
});

describe('the list that is cut as it arrives', () => {
  const cutInto = (text: string, pieceBytes: number): unknown[] => {
    const bytes = Buffer.from(text);
    const cutter = cutList();
    const found: unknown[] = [];
    for (let at = 0; at < bytes.length; at += pieceBytes)
      found.push(...cutter.cut(bytes.subarray(at, at + pieceBytes)));
    cutter.end();
    return found;
  };

  test.each([1, 2, 3, 7, 1000])('is what JSON.parse reads, in pieces of %i bytes', (pieceBytes) => {
    for (const text of ['[]', '[\n]\n', ' [ "a" , "b\\"],\\\\" ,"é€" ]\n', '[\n "", "x"\n]\n'])
      expect(cutInto(text, pieceBytes)).toEqual(JSON.parse(text));
  });

  test.each([
    ['{"a": 1}', 'expected [ behind item 0, found "{\\"a\\": 1}"'],
    ['["a" "b"]', 'expected , or ] behind item 1, found "\\"b\\"]"'],
    ['["a", 5]', 'expected " behind item 1, found "5]"'],
    ['["a"] 1', 'expected nothing more behind item 1, found "1"'],
    ['["a", "b', 'cut short inside item 2'],
    ['["a"', 'cut short before , or ] behind item 1'],
    ['', 'cut short before [ behind item 0'],
  ])('is refused where it is %s', (text, message) => {
    expect(() => cutInto(text, 100)).toThrow(message);
  });
});

describe('the case', () => {
  const open = (workload: unknown, scale = 1) =>
    unmergedCase.open({ workload, own: {}, seed, scale, services: promptServices });

  test('knows the bytes of the list without writing it', async () => {
    const steps = unmergedCase.summarise(open(description) as Opened);
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect(step.value).toMatchObject({ items: files, groups: { [rse]: files } });
    expect(step.value.bytes).toBe((await (await get('json')).arrayBuffer()).byteLength);
  });

  test('tells how long the text is that a strategy makes of the list', async () => {
    const opened = open(description) as Opened;
    const bytes = (await (await get('json')).arrayBuffer()).byteLength;
    const longest = (strategy: string) => unmergedCase.longestText?.(opened, { strategy, params: {} });
    expect(longest('naive')).toEqual({ what: 'the list', bytes });
    expect(longest('lines')).toBeNull();
  });

  test('refuses more files than a run has room for, with the scale that would do', () => {
    expect(open({ ...description, files: 2_000_000 }, 3)).toMatchObject({
      problems: [{ message: expect.stringContaining('6000000'), advice: 'Give a scale up to 2.5.' }],
    });
  });
});

describe('lines are asked for compressed', () => {
  test('and fewer bytes come', async () => {
    const received = async (): Promise<number> => {
      const ledger = await fetch(`${services.url}/tidemark/ledger`);
      return ((await ledger.json()) as { readonly bytesReceived: number }).bytesReceived;
    };
    const before = await received();
    await cycle('lines');
    expect((await received()) - before).toBeLessThan(0.6 * paths.join('\n').length);
  });

  const packed = gzipSync(`${paths.join('\n')}\n`);
  const head = { 'content-type': 'text/plain', 'content-encoding': 'gzip' };

  test.each([
    ['ends too early', (to: ServerResponse) => to.writeHead(200, head).end(packed.subarray(0, 20_000))],
    [
      'breaks off',
      (to: ServerResponse) =>
        to.writeHead(200, head).write(packed.subarray(0, 20_000), () => setImmediate(() => to.destroy())),
    ],
    ['is no gzip', (to: ServerResponse) => to.writeHead(200, head).end(paths.join('\n'))],
  ])('and a body that %s is told', async (_what, answer) => {
    await using server = await tinyServer((_request, response) => answer(response));
    const http = createHttp(server.url, { signal: new AbortController().signal });
    try {
      const { rucio } = subject.open({ http, url: server.url, target: null, data: { rse } });
      await expect(Array.fromAsync(rucio.streamLines(rse))).rejects.toThrow(ServiceError);
    } finally {
      await http.close();
    }
  });

  test('and a reader that leaves early ends the request', async () => {
    const { signal } = new AbortController();
    const http = createHttp(services.url, { signal });
    const { rucio } = subject.open({ http, url: services.url, target: null, data: { rse } });
    for await (const path of rucio.streamLines(rse)) {
      expect(path).toBe(paths[0]);
      break;
    }
    await http.close();
  });
});
