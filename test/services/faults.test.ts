import { getResponse } from 'msw/utils/get-response';
import { Agent, request } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import type { FaultKind } from '../../src/record/faults.ts';
import type { FaultRule } from '../../src/record/journal/services-behaviour.ts';
import { createFaults } from '../../src/services/delivery/faults.ts';
import { createLedger } from '../../src/services/delivery/ledger.ts';
import { createHandlers } from '../../src/services/server/handlers.ts';
import { hangs } from '../hangs.ts';
import { until } from '../until.ts';
import { json, runServices, served, smallWorkload } from './small-services.ts';

const announced = '/reqmgr2/data/request?status=announced';
const lines = `${announced}&common_dict=1`;
const locks = '/reqmgr2/data/parentlocks';

const rule = (kind: FaultKind, changes: Partial<FaultRule> = {}): FaultRule => ({
  kind,
  path: '',
  when: { at: [1] },
  times: null,
  retryAfter: null,
  ...changes,
});

/** What a client sees of the first answer, and whether it sees it end. */
const firstAnswer = async (
  kind: FaultKind,
  path = announced,
  changes: Partial<FaultRule> = {},
  silence = hangs,
) => {
  await using services = await runServices({ behaviour: { faults: [rule(kind, changes)] } });
  const whole = await (await runServicesText(path)).text;
  const dispatcher = new Agent({ bodyTimeout: silence, headersTimeout: hangs });
  try {
    const response = await request(services.url + path, { dispatcher, headers: json });
    const { statusCode: status, headers } = response;
    let text = '';
    try {
      for await (const piece of response.body) text += piece;
      return { status, headers, text, whole, broken: null, ledger: await services.ledger() };
    } catch (thrown) {
      const broken = String((thrown as NodeJS.ErrnoException).code);
      return { status, headers, text, whole, broken, ledger: await services.ledger() };
    }
  } finally {
    await dispatcher.destroy();
  }
};

/** The same answer of services that behave. */
const runServicesText = async (path: string) => {
  await using services = await runServices();
  return { text: await (await services.get(path)).text() };
};

describe('a client sees of the fault', () => {
  it.each([
    ['status-500', 500, 'Internal Server Error'],
    ['status-503', 503, 'Service Unavailable'],
    ['status-429', 429, 'Too Many Requests'],
    ['html', 200, 'Sign in'],
  ] as const)('%s its status and a page of HTML', async (kind, status, title) => {
    const seen = await firstAnswer(kind);
    expect(seen).toMatchObject({ status, broken: null, ledger: { faults: 1, requests: 1 } });
    expect(seen.headers['content-type']).toMatch(/^text\/html/);
    expect(seen.headers['retry-after']).toBeUndefined();
    expect(seen.text).toContain(title);
  });

  it.each(['status-503', 'status-429'] as const)('%s when to come again', async (kind) => {
    expect((await firstAnswer(kind, announced, { retryAfter: 7 })).headers['retry-after']).toBe('7');
  });

  it('reset a connection that ends before the answer', async () => {
    await using services = await runServices({ behaviour: { faults: [rule('reset')] } });
    await expect(request(services.url + announced, { headers: json })).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    expect(await services.ledger()).toMatchObject({ requests: 1, faults: 1, bytesReceived: 0 });
  });

  it('reset-in-body half of the body, and a connection that ends', async () => {
    const { status, text, whole, broken } = await firstAnswer('reset-in-body');
    expect({ status, broken }).toEqual({ status: 200, broken: 'ECONNRESET' });
    expect(whole.startsWith(text)).toBe(true);
    expect(text.length).toBeLessThanOrEqual(whole.length / 2);
  });

  it('truncated half of the body, and nothing that tells', async () => {
    const { status, text, whole, broken, headers } = await firstAnswer('truncated');
    expect({ status, broken, text }).toEqual({
      status: 200,
      broken: null,
      text: whole.slice(0, Math.floor(whole.length / 2)),
    });
    expect(headers['transfer-encoding']).toBe('chunked');
  });

  it('truncated-at-document the first half of the documents, whole, and no end', async () => {
    const { status, text, whole, broken } = await firstAnswer('truncated-at-document', lines);
    expect({ status, broken }).toEqual({ status: 200, broken: null });
    const [head, ...documents] = text.split('\n');
    expect(head).toBe('{"result": [');
    expect(documents.map((line) => JSON.parse(line.slice(1)).RequestName)).toHaveLength(3);
    expect(whole.startsWith(text)).toBe(true);
    expect(whole.slice(text.length, text.length + 2)).toBe('\n,');
  });

  it.each([
    ['documents', announced],
    ['names', `${announced}&detail=False`],
    ['an empty list', '/reqmgr2/data/request?name=nobody'],
    ['rows', '/couchdb/reqmgr_workload_cache/_all_docs?include_docs=true'],
  ])('invalid-json a whole body of %s that is not JSON', async (_, path) => {
    const { status, text, whole, broken } = await firstAnswer('invalid-json', path);
    expect({ status, broken, length: text.length }).toEqual({
      status: 200,
      broken: null,
      length: whole.length,
    });
    expect(() => JSON.parse(whole)).not.toThrow();
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('stall half of the body, and silence until it goes away', async () => {
    // A silence that the machine itself makes is shorter than some limit: the first that half of the body comes under.
    const stalled = async (silence = 300): ReturnType<typeof firstAnswer> => {
      const answer = await firstAnswer('stall', announced, {}, silence);
      return answer.text.length < Math.floor(answer.whole.length / 2) ? stalled(2 * silence) : answer;
    };
    const { status, text, whole, broken } = await stalled();
    expect({ status, broken }).toEqual({ status: 200, broken: 'UND_ERR_BODY_TIMEOUT' });
    expect(text).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  });
});

describe('a spoilt answer', () => {
  it('leaves nothing under way when its client has gone', async () => {
    for (const kind of ['stall', 'reset', 'reset-in-body', 'truncated'] as const) {
      const ledger = createLedger();
      await using services = await runServices({ ledger, behaviour: { faults: [rule(kind)] } });
      const client = new AbortController();
      const answer = services
        .get(announced, { signal: client.signal })
        .then((response) => response.text())
        .catch(() => {});
      await until(() => expect(ledger.read().faults).toBe(1));
      client.abort();
      await answer;
      await until(() => expect(ledger.inFlight()).toBe(0));
      expect((await services.get(locks)).status).toBe(200);
    }
  });

  it('says nothing on stderr: it is no defect of the services', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await firstAnswer('reset-in-body');
      await firstAnswer('truncated');
      expect(written).not.toHaveBeenCalled();
    } finally {
      written.mockRestore();
    }
  });

  it('is compressed like any other', async () => {
    await using services = await runServices({
      behaviour: { gzip: true, faults: [rule('truncated')] },
    });
    const whole = (await runServicesText(announced)).text;
    const response = await services.get(announced, { headers: { 'accept-encoding': 'gzip' } });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(await response.text()).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  });

  it('is a network error where the services are handlers inside a test', async () => {
    const services = served(smallWorkload(), { faults: [rule('reset')] });
    const handlers = createHandlers({ ...services, ledger: createLedger() });
    expect(
      (await getResponse(handlers, new Request(`http://any.host${locks}`, { headers: json })))?.type,
    ).toBe('error');
  });
});

describe('the requests that a rule selects', () => {
  /** The numbers of the requests that are answered with a fault. */
  const faulted = (rules: readonly FaultRule[], targets: readonly string[], seed = 7): number[] => {
    const faults = createFaults(rules, seed);
    return targets.flatMap((target, i) => (faults.next(target) === null ? [] : [i + 1]));
  };
  const many = Array.from({ length: 1000 }, () => locks);

  it('are counted from 1 among those of its path', () => {
    const targets = [locks, announced, locks, announced, lines];
    expect(faulted([rule('reset', { when: { at: [2, 4] } })], targets)).toEqual([2, 4]);
    expect(faulted([rule('reset', { path: '/reqmgr2/data/request', when: { at: [2] } })], targets)).toEqual([
      4,
    ]);
    expect(faulted([rule('reset', { path: '*common_dict' })], targets)).toEqual([5]);
    expect(faulted([rule('reset', { path: '/reqmgr2/*status=*' })], targets)).toEqual([2]);
    expect(faulted([rule('reset', { path: '/reqmgr2/data/request?status=announced&' })], targets)).toEqual([
      5,
    ]);
    expect(faulted([rule('reset', { path: '/couchdb' })], targets)).toEqual([]);
  });

  it('are by a probability the same for a seed, and others for another', () => {
    const rules = [rule('reset', { when: { probability: 0.1 } })];
    const chosen = faulted(rules, many);
    expect(faulted(rules, many)).toEqual(chosen);
    expect(faulted(rules, many, 8)).not.toEqual(chosen);
    expect(chosen.length).toBeGreaterThan(60);
    expect(chosen.length).toBeLessThan(140);
    expect(faulted([rule('reset', { when: { probability: 1 } })], many)).toHaveLength(1000);
  });

  it('are at most so many', () => {
    expect(faulted([rule('reset', { when: { probability: 1 }, times: 3 })], many)).toEqual([1, 2, 3]);
  });

  it('are answered by the first of the rules that apply', () => {
    const rules = [rule('status-500', { when: { at: [2] } }), rule('reset', { when: { at: [1, 2] } })];
    const faults = createFaults(rules, 7);
    expect([1, 2, 3].map(() => faults.next(locks)?.kind)).toEqual(['reset', 'status-500', undefined]);
  });

  it('are counted anew when the ledger is reset', async () => {
    await using services = await runServices({
      behaviour: { faults: [rule('status-500', { when: { at: [2] }, times: 1 })] },
    });
    const statuses = async () => [(await services.get(locks)).status, (await services.get(locks)).status];
    expect([...(await statuses()), ...(await statuses())]).toEqual([200, 500, 200, 200]);
    await services.get('/tidemark/ledger', { method: 'DELETE' });
    expect((await services.ledger()).faults).toBe(0);
    expect(await statuses()).toEqual([200, 500]);
    expect((await services.ledger()).faults).toBe(1);
  });
});
