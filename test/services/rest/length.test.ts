import net from 'node:net';
import { gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, namesOf, type RunningServices, runServices, smallWorkload } from '../small-services.ts';

const limit = 8 * 1024 * 1024;
const announced = '/reqmgr2/data/request?status=announced';

let services: RunningServices;
/** Answers of 12 MB, or 1 MB packed. */
let large: RunningServices;
beforeAll(async () => {
  services = await runServices();
  large = await runServices({
    workload: smallWorkload({ statuses: { announced: 1000 } }),
    behaviour: { gzip: true },
  });
});
afterAll(async () => {
  await services.close();
  await large.close();
});

const raw = async (url: string, headers: Record<string, string> = {}) => {
  const response = await request(url, { headers: { ...json, ...headers } });
  const { statusCode: status } = response;
  return { status, headers: response.headers, body: Buffer.from(await response.body.arrayBuffer()) };
};

describe('an answer of at most 8 MB', () => {
  it('comes with its length and an ETag, and in one piece', async () => {
    const { headers, body } = await raw(services.url + announced);
    expect(headers).toMatchObject({ 'content-length': String(body.length), vary: 'Accept' });
    expect(headers.etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect(headers).not.toHaveProperty('transfer-encoding');
    expect(headers).not.toHaveProperty('trailer');
  });

  it.each([
    ['names', `${announced}&detail=False`],
    ['text for people', `${announced}&common_dict=1`],
    ['nothing', '/reqmgr2/data/request?name=nobody'],
    ['locks', '/wmstatsserver/data/globallocks'],
    ['an error', '/reqmgr2/data/nonsense'],
  ])('has its length: %s', async (what, path) => {
    const { headers, body } = await raw(
      services.url + path,
      what.startsWith('text') ? { accept: '*/*' } : {},
    );
    expect(headers['content-length']).toBe(String(body.length));
  });

  it('has it at 8 MB to the byte, and not above', async () => {
    const bytesOf = async (names: readonly string[]) => {
      const response = await fetch(`${large.url}/reqmgr2/data/request/bynames`, {
        method: 'POST',
        headers: { ...json, 'accept-encoding': 'identity' },
        body: JSON.stringify(names),
      });
      return {
        bytes: (await response.arrayBuffer()).byteLength,
        length: response.headers.get('content-length'),
      };
    };
    const names = namesOf(large.workload, 'announced');
    const counts = [1, 600, 700, 1000];
    for (const count of counts) {
      const { bytes, length } = await bytesOf(names.slice(0, count));
      expect([count, length]).toEqual([count, bytes > limit ? null : String(bytes)]);
    }
  });
});

describe('a longer one', () => {
  it('goes in chunks, without an ETag, and promises a trailer', async () => {
    const { headers, body } = await raw(large.url + announced);
    expect(body.length).toBeGreaterThan(limit);
    expect(headers).toMatchObject({ 'transfer-encoding': 'chunked', trailer: 'X-REST-Status' });
    expect(headers).not.toHaveProperty('content-length');
    expect(headers).not.toHaveProperty('etag');
  });

  it('counts as it is sent: packed it has a length', async () => {
    const plain = await raw(large.url + announced);
    const { headers, body } = await raw(large.url + announced, { 'accept-encoding': 'gzip' });
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': String(body.length),
      vary: 'Accept, Accept-Encoding',
    });
    expect(headers.etag).toBeDefined();
    expect(gunzipSync(body).equals(plain.body)).toBe(true);
  });

  it('promises no trailer to a client of HTTP/1.0, which knows no chunks', async () => {
    const { hostname, port } = new URL(large.url);
    const seen = await new Promise<string>((resolve, reject) => {
      const socket = net.connect(Number(port), hostname, () => {
        socket.write(`GET ${announced} HTTP/1.0\r\nHost: x\r\nAccept: application/json\r\n\r\n`);
      });
      let head = '';
      socket.on('data', (bytes: Buffer) => {
        if (head.length < 1000) head += bytes.toString('latin1');
      });
      socket.on('end', () => resolve(head)).on('error', reject);
    });
    expect(seen).toMatch(/^HTTP\/1\.[01] 200 OK/);
    expect(seen.toLowerCase()).not.toContain('trailer:');
  });
});

describe('the ETag', () => {
  const etagOf = async (url: string, headers: Record<string, string> = {}) =>
    (await raw(url, headers)).headers.etag;

  it('is the same for the same bytes, also packed, and on another day', async () => {
    const etag = await etagOf(services.url + announced);
    await using again = await runServices();
    await using packing = await runServices({ behaviour: { gzip: true } });
    expect(await etagOf(again.url + announced)).toBe(etag);
    expect(await etagOf(packing.url + announced, { 'accept-encoding': 'gzip' })).toBe(etag);
    expect(await etagOf(`${services.url}${announced}&colour=red`)).toBe(etag);
  });

  it('differs where the bytes do', async () => {
    const { url } = services;
    const other = await runServices({ workload: smallWorkload({ locks: { global: 4, parent: 1 } }) });
    const etags = [
      await etagOf(url + announced),
      await etagOf(url + announced, { accept: 'text/plain' }),
      await etagOf(`${url}${announced}&common_dict=1`),
      await etagOf(`${url}${announced}&mask=Campaign`),
      await etagOf(`${url}${announced}&mask=PrepID`),
      await etagOf(`${url}${announced}&detail=False`),
      await etagOf(`${url}/reqmgr2/data/request?status=rejected`),
      await etagOf(`${url}/reqmgr2/data/parentlocks`),
      await etagOf(`${other.url}/reqmgr2/data/parentlocks`),
    ];
    await other.close();
    expect(new Set(etags).size).toBe(etags.length);
  });

  it.each(['ETAG', '*', '"other", ETAG'])('that If-None-Match tells makes it 304: %s', async (asked) => {
    const etag = String(await etagOf(services.url + announced));
    const headers = { 'if-none-match': asked.replace('ETAG', etag) };
    const answer = await raw(services.url + announced, headers);
    expect(answer).toMatchObject({ status: 304, headers: { etag, vary: 'Accept', 'x-rest-status': '100' } });
    expect(answer.body).toHaveLength(0);
  });

  it('that If-Match tells makes it 412, as the real service has it the wrong way round', async () => {
    const etag = String(await etagOf(services.url + announced));
    expect((await raw(services.url + announced, { 'if-match': etag })).status).toBe(412);
    expect((await raw(services.url + announced, { 'if-match': '"other"' })).status).toBe(200);
  });

  it('is not asked about where there is none: in an error, a POST or a long answer', async () => {
    const any = { 'if-none-match': '*' };
    expect((await raw(`${services.url}/reqmgr2/data/request?status=normal-archived`, any)).status).toBe(400);
    const post = { method: 'POST', body: '[]', headers: any };
    expect((await services.get('/reqmgr2/data/request/bynames', post)).status).toBe(200);
    expect((await raw(large.url + announced, any)).status).toBe(200);
    expect((await raw(large.url + announced, { ...any, 'accept-encoding': 'gzip' })).status).toBe(304);
  });
});

it('HEAD gives the headers of a GET, and takes no arguments', async () => {
  const head = (path: string) => services.get(path, { method: 'HEAD' });
  const locks = await head('/wmstatsserver/data/globallocks');
  const { length } = await (await services.get('/wmstatsserver/data/globallocks')).text();
  expect([locks.status, locks.headers.get('content-length')]).toEqual([200, String(length)]);
  const refused = await head(announced);
  expect([refused.status, refused.headers.get('x-rest-status')]).toEqual([400, '302']);
});

it('a spoilt body has no length that would tell', async () => {
  const fault = { kind: 'truncated', path: '', when: { at: [1] }, times: null, retryAfter: null } as const;
  await using spoilt = await runServices({ behaviour: { faults: [fault] } });
  const { status, headers } = await raw(spoilt.url + announced);
  expect(status).toBe(200);
  expect(headers).not.toHaveProperty('content-length');
});
