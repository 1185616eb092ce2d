import { median, medianAbsoluteDeviation } from 'simple-statistics';
import type { Observation } from './observations.ts';

/**
 * The readings whose modified z-score, 0.6745 × (x − median) / MAD, is beyond 3.5: B. Iglewicz and D. Hoaglin, How to
 * Detect and Handle Outliers (1993), section 3.3, who recommend both constants. None for fewer than five readings.
 * An exact metric repeats within 0.1 %, where the rule would flag what changes no conclusion: a reading within 1 % of
 * the median is never one.
 */
export const outliersOf = (observations: readonly Observation[]): Observation[] => {
  if (observations.length < 5) return [];
  const values = observations.map(({ value }) => value);
  const middle = median(values);
  const spread = medianAbsoluteDeviation(values);
  return observations.filter(({ value }) => {
    const distance = Math.abs(value - middle);
    return distance > 0.01 * Math.abs(middle) && 0.6745 * distance > 3.5 * spread;
  });
};
