import { median } from 'simple-statistics';
import type { Spread } from '../../record/checks/claims.ts';
import { senInterval } from './sen-interval.ts';

export interface SizedReading {
  /** Above 0. */
  readonly size: number;
  /** Above 0. */
  readonly value: number;
}

/** Below so many readings the normal approximation of Kendall's statistic is poor, and the range is told instead. */
const fewestForKendall = 10;

/**
 * The exponent k of value = c × size^k: the median of the slopes between all pairs of different size, logarithm
 * against logarithm. Its interval is Sen's; below ten readings the range of all slopes. A curve
 * that is no power of the size widens both, so it is not taken for one. Null where fewer than two sizes differ.
 */
export const exponentOf = (readings: readonly SizedReading[]): { value: number; spread: Spread } | null => {
  const points = readings.map(({ size, value }) => ({ x: Math.log(size), y: Math.log(value) }));
  const slopes = points
    .flatMap((later, j) =>
      points
        .slice(0, j)
        .filter(({ x }) => x !== later.x)
        .map((earlier) => (later.y - earlier.y) / (later.x - earlier.x)),
    )
    .toSorted((a, b) => a - b);
  if (slopes.length === 0) return null;
  const isInterval = points.length >= fewestForKendall;
  const ties = [...Map.groupBy(points, ({ x }) => x).values()].map(({ length }) => length);
  const [low, high] = isInterval ? senInterval(slopes, ties) : [slopes[0] as number, slopes.at(-1) as number];
  return {
    value: median(slopes),
    spread: {
      kind: isInterval ? 'ci95' : 'range',
      low,
      high,
      readings: points.length,
    },
  };
};
