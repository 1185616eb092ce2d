import { max, mean, median, min, sampleStandardDeviation } from 'simple-statistics';
import type { Unit } from '../../record/metrics.ts';
import type { Summary } from '../../record/run.ts';
import { medianInterval } from './median-interval.ts';

/**
 * The distribution of a metric's values, which are kept in the order given. `ci95` is an interval of the median, see
 * `medianInterval`. No values is an error of the caller's: a metric without values is absent, not empty.
 */
export const summarise = (values: readonly number[], unit: Unit): Summary => {
  const numbers = [...values];
  return {
    median: median(numbers),
    min: min(numbers),
    max: max(numbers),
    mean: mean(numbers),
    stddev: numbers.length > 1 ? sampleStandardDeviation(numbers) : 0,
    n: numbers.length,
    ci95: medianInterval(numbers),
    unit,
    values: numbers,
  };
};
