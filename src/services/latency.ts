import { setTimeout } from 'node:timers/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Latency } from '../scenario/services-behaviour.ts';
import { type Body, measureBody } from './body.ts';

/** Time as the services know it. */
export interface Clock {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Rejects with an AbortError when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};

/**
 * Tells how many milliseconds the first byte of an answer waits. Each call draws the next factor of a sequence that
 * depends on the seed alone.
 */
export const createLatency = (
  { fixed, perDocument, perByte, jitter }: Latency,
  seed: number,
): ((body: Body) => number) => {
  const random = xoroshiro128plus(seed);
  return (body) => {
    const factor = 1 + jitter * (2 * uniformFloat64(random) - 1);
    if (perDocument === 0 && perByte === 0) return fixed * factor;
    const { documents, bytes } = measureBody(body);
    return (fixed + perDocument * documents + perByte * bytes) * factor;
  };
};
