import { gunzipSync } from 'node:zlib';
import { getResponse } from 'msw/utils/get-response';
import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';
import { chunkBytes } from '../../src/services/delivery/chunk-source.ts';
import type { Clock } from '../../src/services/delivery/latency.ts';
import { createLedger } from '../../src/services/delivery/ledger.ts';
import { acceptsGzip } from '../../src/services/delivery/send.ts';
import { createHandlers } from '../../src/services/server/handlers.ts';
import { until } from '../until.ts';
import {
  documentsWithLongLists,
  documentText,
  json,
  runServices,
  served,
  smallWorkload,
} from './small-services.ts';

const announced = '/reqmgr2/data/request?status=announced';

/** Two megabytes or so. */
const severalChunks = () => smallWorkload({ statuses: { announced: 200 } });
/** Sixty megabytes: more than the buffers of two sockets hold. */
const manyChunks = () => smallWorkload({ statuses: { announced: 5000 } });

describe('a body', () => {
  it('is the same in chunks as its documents are one by one, also where one is longer than a chunk', async () => {
    const workload = smallWorkload({
      statuses: { announced: 60 },
      documents: documentsWithLongLists(),
    });
    const texts = Array.from({ length: 60 }, (_, index) => documentText(workload, index));
    expect(Math.max(...texts.map((text) => text.length))).toBeGreaterThan(chunkBytes);
    await using services = await runServices({ workload });
    const answer = await (await services.get(`${announced}&common_dict=1`)).text();
    expect(answer).toBe(`{"result": [\n ${texts.join('\n,')}\n]}\n`);
  });

  it('stays whole for answers that are under way at once', async () => {
    await using services = await runServices({ workload: severalChunks() });
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => (await services.get(announced)).text()),
    );
    expect(new Set(answers).size).toBe(1);
    expect(Object.keys(JSON.parse(answers[0] ?? '').result[0])).toHaveLength(200);
  });

  it('is made a chunk at a time, when the reader asks for one', async () => {
    const ledger = createLedger();
    const handlers = createHandlers({ ...served(severalChunks()), ledger });
    const response = await getResponse(
      handlers,
      new Request(`http://any.host${announced}`, { headers: json }),
    );
    const reader = response?.body?.getReader();
    expect(ledger.read().bytesReceived).toBe(0);
    const first = await reader?.read();
    expect(ledger.read().bytesReceived).toBe(first?.value?.length);
    expect(ledger.read().bytesReceived).toBeLessThanOrEqual(chunkBytes);
    expect(ledger.inFlight()).toBe(1);
    await reader?.cancel();
    expect(ledger.inFlight()).toBe(0);
  });
});

describe('the ledger', () => {
  it('counts requests and the bytes of their bodies', async () => {
    await using services = await runServices();
    const sizes: number[] = [];
    for (const path of [announced, `${announced}&detail=False`, '/nowhere']) {
      sizes.push((await (await services.get(path)).arrayBuffer()).byteLength);
    }
    expect(await services.ledger()).toEqual({
      requests: 3,
      bytesReceived: sizes.reduce((sum, size) => sum + size),
      largestResponse: Math.max(...sizes),
      peakInFlight: 1,
      peakBytesInFlight: Math.max(...sizes),
      faults: 0,
    });
  });

  it('does not count that it is read, and forgets when it is reset', async () => {
    await using services = await runServices();
    await (await services.get(announced)).arrayBuffer();
    expect((await services.ledger()).requests).toBe(1);
    expect((await services.ledger()).requests).toBe(1);
    expect((await services.get('/tidemark/ledger', { method: 'DELETE' })).status).toBe(204);
    expect(await services.ledger()).toEqual({
      requests: 0,
      bytesReceived: 0,
      largestResponse: 0,
      peakInFlight: 0,
      peakBytesInFlight: 0,
      faults: 0,
    });
  });

  it('sees an answer that waits for its reader, and another one beside it', async () => {
    const ledger = createLedger();
    await using services = await runServices({ workload: manyChunks(), ledger });
    const waiting = await services.get(announced);
    const { byteLength } = await (await services.get('/reqmgr2/data/parentlocks')).arrayBuffer();
    expect(ledger.inFlight()).toBe(1);
    expect(ledger.read()).toMatchObject({ requests: 2, peakInFlight: 2 });
    expect(ledger.read().peakBytesInFlight).toBeGreaterThan(byteLength);
    await waiting.body?.cancel();
  });

  it('adds up what is under way at the same time', () => {
    const ledger = createLedger();
    const [one, other] = [ledger.open(), ledger.open()];
    one.produced(100);
    other.produced(30);
    one.end();
    one.end();
    other.produced(20);
    expect(ledger.inFlight()).toBe(1);
    expect(ledger.read()).toEqual({
      requests: 2,
      bytesReceived: 150,
      largestResponse: 100,
      peakInFlight: 2,
      peakBytesInFlight: 130,
      faults: 0,
    });
  });

  it('leaves answers that began before a reset out of what it counts after', () => {
    const ledger = createLedger();
    const old = ledger.open();
    ledger.reset();
    old.produced(100);
    old.end();
    expect(ledger.read()).toMatchObject({ requests: 0, bytesReceived: 0, peakBytesInFlight: 0 });
    expect(ledger.inFlight()).toBe(0);
  });

  it('ends the answer of a client that goes away in the middle', async () => {
    const ledger = createLedger();
    const workload = manyChunks();
    await using services = await runServices({ workload, ledger });
    const dispatcher = new Agent();
    const { body } = await request(services.url + announced, { dispatcher, headers: json });
    for await (const _ of body) break;
    await dispatcher.destroy();
    await until(() => expect(ledger.inFlight()).toBe(0));
    expect(ledger.read().bytesReceived).toBeLessThan(5000 * 12_000 * 0.9);
    expect((await services.get('/reqmgr2/data/parentlocks')).status).toBe(200);
  });
});

describe('latency', () => {
  /** Time stands still; what is slept is written down. */
  const stillClock = () => {
    const slept: number[] = [];
    const clock: Clock = {
      now: () => 0,
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
      },
    };
    return { clock, slept };
  };
  const none = { fixed: 0, perDocument: 0, perByte: 0, jitter: 0 };

  it('is not waited for where there is none', async () => {
    const { clock, slept } = stillClock();
    await using services = await runServices({ clock });
    await (await services.get(announced)).text();
    expect(slept).toEqual([]);
  });

  it.each([
    ['documents', announced, 6],
    ['documents of a view', '/couchdb/reqmgr_workload_cache/_all_docs?include_docs=true', 13],
    ['names', `${announced}&detail=False`, 0],
    ['nothing', '/reqmgr2/data/request?name=nobody', 0],
  ])('adds up a fixed part, documents and bytes for an answer of %s', async (_, path, documents) => {
    const { clock, slept } = stillClock();
    const latency = { ...none, fixed: 5, perDocument: 10, perByte: 0.5 };
    await using services = await runServices({ clock, behaviour: { latency } });
    const { byteLength } = await (await services.get(path)).arrayBuffer();
    expect(slept).toEqual([5 + 10 * documents + 0.5 * byteLength]);
  });

  it('scatters by the same factors in every instance of a seed', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const { clock, slept } = stillClock();
        const behaviour = { latency: { ...none, fixed: 100, jitter: 0.2 } };
        await using services = await runServices({ clock, behaviour });
        for (let i = 0; i < 20; i++) await (await services.get('/reqmgr2/data/parentlocks')).text();
        return slept;
      }),
    );
    const [first = [], second] = runs;
    expect(second).toEqual(first);
    expect(new Set(first).size).toBe(20);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(80);
    expect(Math.max(...first)).toBeLessThanOrEqual(120);
  });

  it('counts the time that the answer took to prepare', async () => {
    const slept: number[] = [];
    let time = 0;
    const clock: Clock = {
      now: () => (time += 30),
      sleep: async (milliseconds) => void slept.push(milliseconds),
    };
    await using services = await runServices({ clock, behaviour: { latency: { ...none, fixed: 100 } } });
    await (await services.get(announced)).text();
    expect(slept).toEqual([70]);
  });

  it('ends when the client goes away', async () => {
    const ledger = createLedger();
    const sleeping = Promise.withResolvers<AbortSignal>();
    const clock: Clock = {
      now: () => 0,
      sleep: (_, signal) => {
        sleeping.resolve(signal);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      },
    };
    const behaviour = { latency: { ...none, fixed: 1000 } };
    await using services = await runServices({ ledger, clock, behaviour });
    const client = new AbortController();
    const answer = services.get(announced, { signal: client.signal });
    const signal = await sleeping.promise;
    expect(ledger.inFlight()).toBe(1);
    client.abort();
    await expect(answer).rejects.toThrow();
    await until(() => expect(signal.aborted).toBe(true));
    expect(ledger.inFlight()).toBe(0);
    expect(ledger.read()).toMatchObject({ requests: 1, bytesReceived: 0 });
  });
});

describe('compression', () => {
  const raw = async (url: string, headers: Record<string, string> = {}) => {
    const response = await request(url, { headers: { ...json, ...headers } });
    return { headers: response.headers, body: Buffer.from(await response.body.arrayBuffer()) };
  };

  it('is used for a client that accepts it, and its bytes are what the ledger counts', async () => {
    await using services = await runServices({ workload: severalChunks(), behaviour: { gzip: true } });
    const plain = await raw(services.url + announced);
    await services.get('/tidemark/ledger', { method: 'DELETE' });
    const packed = await raw(services.url + announced, { 'accept-encoding': 'gzip' });
    expect(packed.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' });
    expect(packed.body.length).toBeLessThan(plain.body.length / 2);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect((await services.ledger()).bytesReceived).toBe(packed.body.length);
  });

  it('is not used for a client that does not say that it accepts it', async () => {
    await using services = await runServices({ behaviour: { gzip: true } });
    const { headers, body } = await raw(services.url + announced);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toMatch(/^\{"result": \[\n/);
  });

  it('is not used unless the services are told to', async () => {
    await using services = await runServices();
    const { headers } = await raw(services.url + announced, { 'accept-encoding': 'gzip' });
    expect(headers['content-encoding']).toBeUndefined();
  });

  it.each([
    ['gzip', true],
    ['br, gzip;q=0.5', true],
    ['*', true],
    ['GZIP', true],
    ['gzip;q=0', false],
    ['*;q=0', false],
    ['gzip;q=0, *', false],
    ['br', false],
    ['', false],
    [null, false],
  ])('reads Accept-Encoding: %s as %s', (header, accepted) => {
    expect(acceptsGzip(header)).toBe(accepted);
  });
});

describe('the limit on the request line', () => {
  const lineOf = (path: string): string => `GET ${path} HTTP/1.1`;
  const base = '/reqmgr2/data/request?name=';
  const pathOfLine = (bytes: number): string => base.padEnd(bytes - lineOf('').length, 'x');

  it('lets a line of that length through and refuses a longer one with 414', async () => {
    await using services = await runServices({ behaviour: { requestLineLimit: 8190 } });
    expect(lineOf(pathOfLine(8190))).toHaveLength(8190);
    expect((await services.get(pathOfLine(8190))).status).toBe(200);
    const refused = await services.get(pathOfLine(8191));
    expect(refused.status).toBe(414);
    expect(refused.headers.get('content-type')).toContain('text/html');
    expect(await refused.text()).toContain('Request-URI Too Long');
  });

  it('does not concern names in a body', async () => {
    await using services = await runServices({ behaviour: { requestLineLimit: 8190 } });
    const response = await services.post('/reqmgr2/data/request/bynames', ['x'.repeat(20_000)]);
    expect(response.status).toBe(200);
  });

  it('is none unless the services are told so: ten thousand names in a GET are answered', async () => {
    await using services = await runServices();
    const [name] = [services.workload.nameAt(0)];
    const response = await services.get(`${base}${Array(10_000).fill(name).join('&name=')}`);
    expect(Object.keys(((await response.json()) as { result: [object] }).result[0])).toEqual([name]);
  });
});
