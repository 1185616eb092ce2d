import { median } from 'simple-statistics';
import { medianInterval } from './median-interval.ts';

/** The change from one side of a comparison to the other, as a ratio, and whether it counts. */
export interface Change {
  readonly ratio: number;
  /** A 95 % interval; null below six pairs. */
  readonly ci95: readonly [number, number] | null;
  readonly verdict: 'regression' | 'improvement' | 'no change';
}

/**
 * The gate's rule: a regression is outside noise (the whole interval lies above 1) and beyond the bound (so does the
 * median of the ratios, by more than the bound); an improvement likewise below. Without an interval nothing is told.
 *
 * @param pairs of the same round, before and after
 * @param bound as a share: 0.02 for 2 %
 */
export const changeOf = (
  pairs: readonly (readonly [before: number, after: number])[],
  bound: number,
): Change => {
  const ratios = pairs.map(([before, after]) => after / before);
  const ratio = median(ratios);
  const ci95 = medianInterval(ratios);
  if (ci95 === null) return { ratio, ci95, verdict: 'no change' };
  if (ci95[0] > 1 && ratio > 1 + bound) return { ratio, ci95, verdict: 'regression' };
  if (ci95[1] < 1 && ratio < 1 - bound) return { ratio, ci95, verdict: 'improvement' };
  return { ratio, ci95, verdict: 'no change' };
};
