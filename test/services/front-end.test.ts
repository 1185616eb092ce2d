import { describe, expect, it } from 'vitest';
import { promptServices, type ServicesBehaviour } from '../../src/record/journal/services-behaviour.ts';
import { type Clock, scaledClock } from '../../src/services/delivery/latency.ts';
import { createLedger } from '../../src/services/delivery/ledger.ts';
import { createTurns } from '../../src/services/delivery/turns.ts';
import { until } from '../until.ts';
import { runServices, smallWorkload } from './small-services.ts';

const announced = '/reqmgr2/data/request?status=announced';
const locks = '/reqmgr2/data/parentlocks';
const { latency } = promptServices;

/** Time that only sleeping moves on. What is slept is written down. */
const dreamClock = () => {
  const slept: number[] = [];
  let time = 0;
  const clock: Clock = {
    now: () => time,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
  return { clock, slept };
};

/** The waits of the answers to these requests, one after another. */
const waitsOf = async (
  behaviour: Partial<ServicesBehaviour>,
  paths: readonly string[],
  between = async (_: { get: (path: string, init?: RequestInit) => Promise<Response> }) => {},
): Promise<number[]> => {
  const { clock, slept } = dreamClock();
  await using services = await runServices({ clock, behaviour });
  for (const path of paths) await (await services.get(path)).arrayBuffer();
  await between(services);
  return slept;
};

describe('a slow start', () => {
  const slowStart = { requests: 4, time: 800 };

  it('makes the first answers wait longer, each a share less', async () => {
    const behaviour = { latency: { ...latency, fixed: 10 }, slowStart };
    expect(await waitsOf(behaviour, Array(6).fill(locks))).toEqual([810, 610, 410, 210, 10, 10]);
  });

  it('comes again with each sample', async () => {
    const waits = await waitsOf({ slowStart }, [locks, locks], async ({ get }) => {
      await get('/tidemark/ledger', { method: 'DELETE' });
      await (await get(locks)).arrayBuffer();
    });
    expect(waits).toEqual([800, 600, 800]);
  });
});

describe('jitter', () => {
  it('is the same for the nth request of every sample', async () => {
    const { clock, slept } = dreamClock();
    const behaviour = { latency: { ...latency, fixed: 100, jitter: 0.5 } };
    await using services = await runServices({ clock, behaviour });
    for (let sample = 0; sample < 2; sample++) {
      for (let i = 0; i < 5; i++) await (await services.get(locks)).arrayBuffer();
      await services.get('/tidemark/ledger', { method: 'DELETE' });
    }
    expect(slept.slice(5)).toEqual(slept.slice(0, 5));
    expect(new Set(slept).size).toBe(5);
  });
});

describe('bandwidth', () => {
  it('lets an answer end when its bytes have had their time', async () => {
    const { clock, slept } = dreamClock();
    await using services = await runServices({ clock, behaviour: { bandwidth: 100_000 } });
    const { byteLength } = await (await services.get(announced)).arrayBuffer();
    expect(slept.reduce((sum, wait) => sum + wait)).toBeCloseTo(byteLength / 100, 6);
    expect(slept).toHaveLength(Math.ceil(byteLength / 2000));
  });

  it('changes no byte', async () => {
    await using plain = await runServices();
    await using slow = await runServices({ ...dreamClock(), behaviour: { bandwidth: 1_000 } });
    expect(await (await slow.get(announced)).text()).toBe(await (await plain.get(announced)).text());
  });
});

describe("the services' clock", () => {
  it('scales every wait, and only what is waited', async () => {
    const { clock, slept } = dreamClock();
    const scaled = scaledClock(clock, 0.1);
    await scaled.sleep(1000, new AbortController().signal);
    expect(slept).toEqual([100]);
    expect(scaled.now()).toBe(1000);

    const behaviour = { clock: 0.1, latency: { ...latency, fixed: 1000 }, bandwidth: 100_000 };
    const waits = await waitsOf(behaviour, [locks]);
    const unscaled = await waitsOf({ ...behaviour, clock: 1 }, [locks]);
    expect(waits).toEqual(unscaled.map((wait) => expect.closeTo(wait / 10, 6)));
  });

  it('scales Retry-After too, in whole seconds', async () => {
    const faults = [
      { kind: 'status-429', path: '', when: { probability: 1 }, times: null, retryAfter: 25 },
    ] as const;
    await using services = await runServices({ behaviour: { clock: 0.1, faults } });
    expect((await services.get(locks)).headers.get('retry-after')).toBe('3');
  });
});

describe('the limits of an answer', () => {
  const bytesOf = async (path: string): Promise<number> => {
    await using services = await runServices();
    return (await (await services.get(path)).arrayBuffer()).byteLength;
  };

  it('turn one that takes too long into a 502, when the time is over', async () => {
    const { clock, slept } = dreamClock();
    const behaviour = {
      latency: { ...latency, perDocument: 100 },
      answerLimit: { time: 500, bytes: null },
    };
    await using services = await runServices({ clock, behaviour });
    const refused = await services.get(announced);
    expect(refused.status).toBe(502);
    expect(refused.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await refused.text()).toContain('Bad Gateway');
    expect((await services.get('/reqmgr2/data/request?status=rejected')).status).toBe(200);
    expect(slept).toEqual([500, 300]);
  });

  it('turn one that weighs too much into a 502', async () => {
    const bytes = await bytesOf(announced);
    for (const [limit, status] of [
      [bytes, 200],
      [bytes - 1, 502],
    ] as const) {
      await using services = await runServices({
        behaviour: { answerLimit: { time: null, bytes: limit } },
      });
      expect((await services.get(announced)).status).toBe(status);
      expect((await services.get(`${announced}&detail=False`)).status).toBe(200);
    }
  });
});

describe('the limit of connections', () => {
  it('lets so many requests be answered at once, and the next one wait until one of them has ended', async () => {
    const ledger = createLedger();
    await using services = await runServices({
      workload: smallWorkload({ statuses: { announced: 5000 } }),
      ledger,
      behaviour: { connections: 2 },
    });
    const held = await Promise.all([services.get(announced), services.get(announced)]);
    let isAnswered = false;
    const third = services.get(locks).then((response) => {
      isAnswered = true;
      return response.status;
    });
    await until(() => expect(ledger.inFlight()).toBe(3));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    await held[0]?.body?.cancel();
    expect(await third).toBe(200);
    await held[1]?.body?.cancel();
  });

  it('gives the places in the order of arrival, and none to who has gone', async () => {
    const turns = createTurns(1);
    const order: string[] = [];
    const staying = new AbortController().signal;
    const leaving = new AbortController();
    const turnOf = async (name: string): Promise<() => void> => {
      const giveBack = await turns.take(staying);
      order.push(name);
      return giveBack;
    };
    const first = await turnOf('first');
    const second = turnOf('second');
    const third = turns.take(leaving.signal).catch(() => order.push('third has gone'));
    const fourth = turnOf('fourth');
    leaving.abort();
    await third;
    first();
    first();
    (await second)();
    await fourth;
    expect(order).toEqual(['first', 'third has gone', 'second', 'fourth']);
    await expect(turns.take(AbortSignal.abort())).rejects.toThrow();
  });
});
