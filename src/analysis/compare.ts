import { type MetricName, metricNames } from '../record/metrics.ts';
import type { Comparison, Result } from '../record/run.ts';
import type { Sample } from '../record/sample.ts';
import { medianInterval } from './median-interval.ts';
import { valuesByRound } from './rounds.ts';

export interface Measured {
  readonly result: Result;
  /** The result's samples, by round. */
  readonly samples: readonly Sample[];
}

/**
 * Every metric of every strategy against the reference strategy's, where both have figures in at least one common round
 * and none of the reference's is 0 (a ratio to nothing says nothing).
 *
 * The samples of a round ran one after another, so a drift of the machine meets both sides of a pair and leaves their
 * ratio alone. `range` spans the pairs' ratios; from six rounds on, `ci95` is an interval of their median by order
 * statistics (`medianInterval`): exact for any distribution, which matters because the garbage that V8's schedule
 * leaves is skewed and has more than one mode. The verdict has one rule: the interval, or the range where there is no
 * interval, must lie wholly on one side of 1.
 */
export const compareTo = (reference: string, measured: readonly Measured[]): Comparison[] => {
  const base = measured.find(({ result }) => result.label === reference);
  if (base === undefined) return [];
  return measured
    .filter((one) => one !== base)
    .flatMap((one) => metricNames.flatMap((metric) => compareMetric(metric, one, base) ?? []));
};

const compareMetric = (metric: MetricName, one: Measured, base: Measured): Comparison | null => {
  const [mine, theirs] = [one.result.metrics[metric], base.result.metrics[metric]];
  if (mine === undefined || theirs === undefined || theirs.min <= 0) return null;
  const ratios = pairedRatios(valuesByRound(one.samples, metric), valuesByRound(base.samples, metric));
  if (ratios.length === 0) return null;
  const range = [Math.min(...ratios), Math.max(...ratios)] as const;
  const ci95 = medianInterval(ratios);
  return {
    label: one.result.label,
    to: base.result.label,
    metric,
    ratio: mine.median / theirs.median,
    rounds: ratios.length,
    range,
    ci95,
    verdict: verdictOf(ci95 ?? range),
  };
};

/** One ratio for each round that both have. */
const pairedRatios = (mine: ReadonlyMap<number, number>, theirs: ReadonlyMap<number, number>): number[] =>
  [...mine].flatMap(([round, value]) => {
    const divisor = theirs.get(round);
    return divisor === undefined ? [] : [value / divisor];
  });

const verdictOf = ([low, high]: readonly [number, number]): Comparison['verdict'] =>
  high < 1 ? 'lower' : low > 1 ? 'higher' : 'no difference';
