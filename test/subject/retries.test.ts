import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createReqMgr } from '../../src/cases/reqmgr2/client/reqmgr.ts';
import { readByPost } from '../../src/cases/reqmgr2/subject.ts';
import type { RetryPolicy } from '../../src/record/messages/subject.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { createRetries, retryAfterOf, type Waiting } from '../../src/subject/client/retries.ts';
import { ServiceError } from '../../src/subject/client/service-error.ts';
import { answerJson, serve, workflow } from './tiny-services.ts';

type Answer = (response: ServerResponse) => void;
type Case = readonly [name: string, fault: Answer];

const whole: Answer = (response) => answerJson(response, { result: [{ a: workflow('a') }] });
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end();
const html: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
const noJson: Answer = (response) => response.end('{"result": [nonsense');
const otherShape: Answer = (response) => answerJson(response, { rows: [] });
const reset: Answer = (response) => response.destroy();
const diesMidway: Answer = (response) => response.write('{"result": [', () => response.destroy());

const usual: RetryPolicy = { attempts: 3, base: 100, longest: 5000 };

/** Asks a server that gives these answers in turn, the last of them for ever; nobody waits in earnest. */
const ask = async (answers: readonly Answer[], policy = usual, url?: string) => {
  let turn = 0;
  await using server = await serve((_, response) => {
    (answers[turn] ?? answers.at(-1))?.(response);
    turn += 1;
  });
  const waits: number[] = [];
  const waiting: Waiting = { random: () => 0.5, sleep: async (milliseconds) => waits.push(milliseconds) };
  const retries = createRetries(policy, waiting);
  const http = createHttp(url ?? server.url, { signal: new AbortController().signal, readByPost, retries });
  try {
    const end = await createReqMgr(http)
      .requestsByNames(['a'])
      .then(
        (documents) => ({ names: Object.keys(documents) }),
        (thrown: unknown) => ({ failure: thrown as ServiceError }),
      );
    return { ...end, waits, retried: retries.count(), requests: server.requests };
  } finally {
    await http.close();
  }
};

describe('a fault that passes is survived', () => {
  test.each<Case>([
    ...[500, 502, 503, 504, 429].map((code): Case => [`status ${code}`, status(code)]),
    ['a connection reset before the answer', reset],
    ['a body that dies midway', diesMidway],
    ['a body that is not JSON', noJson],
    ['a page of HTML', html],
  ])('%s', async (_, fault) => {
    const { waits, retried, requests, ...end } = await ask([fault, whole]);
    expect({ ...end, waits, retried }).toEqual({ names: ['a'], waits: [50], retried: 1 });
    expect(requests).toEqual(Array(2).fill('POST /reqmgr2/data/request/bynames ["a"]'));
  });

  test('different ones in a row, each after a longer wait', async () => {
    const end = await ask([status(503), diesMidway, reset, whole], { ...usual, attempts: 4 });
    expect(end).toMatchObject({ names: ['a'], waits: [50, 100, 200], retried: 3 });
  });
});

describe('a fault that stays fails, with its reason and the number of attempts', () => {
  test.each([
    ['a status', status(503), /^after 3 attempts: status 503 from /, 3],
    ['a reset connection', reset, /^after 3 attempts: no answer /, 3],
    ['a body that dies midway', diesMidway, /^after 3 attempts: a broken body /, 3],
    ['an answer that is not JSON: once more only', noJson, /^after 2 attempts: a broken body /, 2],
    ['a page of HTML: once more only', html, /^after 2 attempts: an HTML page /, 2],
  ])('%s', async (_, fault, message, attempts) => {
    const end = await ask([fault]);
    expect(end).toMatchObject({ failure: { message: expect.stringMatching(message) } });
    expect(end.requests).toHaveLength(attempts);
    expect(end.retried).toBe(attempts - 1);
  });

  test('a refused connection', async () => {
    const gone = await serve(() => {});
    await gone[Symbol.asyncDispose]();
    const end = await ask([], usual, gone.url);
    expect(end).toMatchObject({
      failure: { message: expect.stringMatching(/^after 3 attempts: no answer \(.*ECONNREFUSED/) },
      retried: 2,
    });
  });
});

describe('is not repeated', () => {
  test.each<Case>([
    ...[400, 403, 404, 405, 414].map((code): Case => [`status ${code}`, status(code)]),
    ['JSON of another shape', otherShape],
  ])('%s', async (_, fault) => {
    const end = await ask([fault, whole]);
    expect(end).toMatchObject({ failure: expect.any(ServiceError), waits: [], retried: 0 });
    expect(end).not.toMatchObject({ failure: { message: expect.stringContaining('attempts') } });
  });

  test('anything where one attempt is all that is allowed', async () => {
    expect(await ask([status(503), whole], { ...usual, attempts: 1 })).toMatchObject({
      failure: { message: expect.stringMatching(/^status 503/) },
      retried: 0,
    });
  });

  test('what is no failure of a service', async () => {
    const retries = createRetries(usual);
    const attempt = () => Promise.reject(new TypeError('a defect'));
    await expect(retries.run(attempt, new AbortController().signal)).rejects.toThrow('a defect');
    expect(retries.count()).toBe(0);
  });
});

describe('the wait', () => {
  test('lies beyond what the service asks for', async () => {
    expect((await ask([status(429, { 'retry-after': '2' }), whole])).waits).toEqual([2050]);
    expect((await ask([status(503, { 'retry-after': '0' }), whole])).waits).toEqual([50]);
  });

  test('is none where the service asks for more than the longest: it is not asked again, and the reason says so', async () => {
    expect(await ask([status(503, { 'retry-after': '3600' }), whole])).toMatchObject({
      waits: [],
      failure: { message: expect.stringContaining('asks to be left alone for 3600 s') },
    });
  });

  test('is anything up to a bound that doubles until the longest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: 1000 }),
        fc.nat({ max: 10_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (base, longest, chance) => {
          const waits: number[] = [];
          const waiting: Waiting = { random: () => chance, sleep: async (wait) => waits.push(wait) };
          const fails = () => Promise.reject(new ServiceError({ kind: 'html', url: '', status: 200 }));
          const resets = () =>
            Promise.reject(
              new ServiceError({ kind: 'status', url: '', status: 503, detail: null, retryAfter: null }),
            );
          const { signal } = new AbortController();
          const retries = createRetries({ attempts: 8, base, longest }, waiting);
          await retries.run(resets, signal).catch(() => {});
          expect(waits).toEqual(
            Array.from({ length: 7 }, (_, i) => chance * Math.min(longest, base * 2 ** i)),
          );
          await retries.run(fails, signal).catch(() => {});
          expect(waits).toHaveLength(8);
        },
      ),
    );
  });

  test('ends with the reason of the signal when the cycle ends', async () => {
    const controller = new AbortController();
    const retries = createRetries({ attempts: 3, base: 1e6, longest: 1e6 });
    const attempt = async (): Promise<never> => {
      queueMicrotask(() => controller.abort(new Error('enough')));
      throw new ServiceError({ kind: 'status', url: '', status: 503, detail: null, retryAfter: 1e6 });
    };
    await expect(retries.run(attempt, controller.signal)).rejects.toThrow('enough');
  });
});

test('Retry-After is a number of seconds or a date', () => {
  const now = Date.parse('2025-06-01T00:00:00Z');
  expect(retryAfterOf('7', now)).toBe(7000);
  expect(retryAfterOf('Sun, 01 Jun 2025 00:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterOf('Sat, 31 May 2025 00:00:00 GMT', now)).toBe(0);
  expect(retryAfterOf('soon', now)).toBeNull();
  expect(retryAfterOf(undefined, now)).toBeNull();
});
