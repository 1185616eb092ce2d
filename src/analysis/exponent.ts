import { median } from 'simple-statistics';
import type { Spread } from '../record/claims.ts';

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
 * against logarithm. Its interval is the one that Kendall's statistic gives, with ties among the sizes (P. K. Sen, Journal
 * of the American Statistical Association 63, 1968, section 6); below ten readings the range of all slopes. A curve
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
  const cut = isInterval ? cutOf(points, slopes.length) : 0;
  return {
    value: median(slopes),
    spread: {
      kind: isInterval ? 'ci95' : 'range',
      low: slopes[cut] as number,
      high: slopes[slopes.length - 1 - cut] as number,
      readings: points.length,
    },
  };
};

/** How many slopes an interval of 95 % leaves out on each side. */
const cutOf = (points: readonly { readonly x: number }[], slopes: number): number => {
  const n = points.length;
  const ties = [...Map.groupBy(points, ({ x }) => x).values()].map(({ length }) => length);
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const variance = (term(n) - ties.reduce((sum, tie) => sum + term(tie), 0)) / 18;
  return Math.max(0, Math.floor((slopes - 1.96 * Math.sqrt(variance)) / 2) - 1);
};
