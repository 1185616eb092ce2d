import { setTimeout } from 'node:timers/promises';
import type { Latency, SlowStart } from '../../record/journal/services-behaviour.ts';
import { bitsAt } from '../../units/random.ts';
import { type Answer, isDescribed } from './described.ts';

/** Time as the services know it. */
export interface Clock {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Rejects with an AbortError when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => setTimeout(Math.min(milliseconds, longestSleepMs), undefined, { signal }),
};

/** A timer of Node's that is longer fires at once. */
const longestSleepMs = 2 ** 31 - 1;

/** A clock whose every millisecond takes `scale` milliseconds of another one. */
export const scaledClock = ({ now, sleep }: Clock, scale: number): Clock =>
  scale === 1
    ? { now, sleep }
    : {
        now: () => now() / scale,
        sleep: (milliseconds, signal) => sleep(milliseconds * scale, signal),
      };

/** How many milliseconds the first byte of the answer to the nth request of a sample waits. */
export type LatencyOf = (body: Answer['body'], request: number) => number;

/** The factor of a request's jitter depends on the seed and the request's number alone. */
export const createLatency = (
  { fixed, perDocument, perByte, jitter }: Latency,
  slowStart: SlowStart,
  seed: number,
): LatencyOf => {
  const key = bitsAt(seed, 0x1a7e9c);
  return (body, request) => {
    const factor = 1 + jitter * ((bitsAt(key, request) >>> 0) / 2 ** 31 - 1);
    const cold = slowStart.time * Math.max(0, 1 - (request - 1) / slowStart.requests || 0);
    if ((perDocument === 0 && perByte === 0) || !isDescribed(body)) return (fixed + cold) * factor;
    const { items, bytes } = body.measure();
    return (fixed + cold + perDocument * items + perByte * bytes) * factor;
  };
};
