import { median } from 'simple-statistics';
import { senInterval } from './sen-interval.ts';

/** How live memory changes from cycle to cycle. Bytes a cycle. */
export interface Growth {
  readonly slope: number;
  /** A 95 % interval of the slope. */
  readonly ci95: readonly [number, number];
  readonly verdict: 'leak' | 'no leak' | 'undecided';
}

/** In the first cycles V8 gathers feedback and compiles, which adds up to 320 kB a cycle: no part of the slope. */
const settlingCycles = 8;

/** Bytes a cycle. Over a few hundred items every strategy, idle too, still read 10 to 18 kB a cycle: below this nothing is told. */
export const smallestLeak = 32_000;

/**
 * The slope of live memory over the cycles: the median of the slopes between all pairs, which one odd reading does not
 * bend, with Sen's interval. A leak is told when the whole interval lies above zero and the slope above what V8's own caches
 * take; none, when the whole interval lies below that; else the readings decide nothing. Null for fewer than ten readings
 * after the settling ones.
 */
export const growthOf = (liveBytes: readonly number[]): Growth | null => {
  const settled = liveBytes.slice(settlingCycles);
  const n = settled.length;
  if (n < 10) return null;
  const slopes = settled
    .flatMap((later, j) => settled.slice(0, j).map((earlier, i) => (later - earlier) / (j - i)))
    .toSorted((a, b) => a - b);
  const ci95 = senInterval(slopes, Array<number>(n).fill(1));
  const slope = median(slopes);
  const verdict =
    ci95[0] > 0 && slope > smallestLeak ? 'leak' : ci95[1] <= smallestLeak ? 'no leak' : 'undecided';
  return { slope, ci95, verdict };
};
