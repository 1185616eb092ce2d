import { median } from 'simple-statistics';
import type { Sample } from '../../record/journal/sample.ts';
import { grainOf, type MetricName, metricNames } from '../../record/metrics.ts';
import { referenceFor } from '../../record/rows.ts';
import type { Comparison, Result, Unfinished } from '../../record/run.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { type Observation, observationsOf } from '../statistics/observations.ts';
import { medianByRound } from '../statistics/rounds.ts';

export interface Measured {
  readonly result: Result;
  /** The result's samples, by round. */
  readonly samples: readonly Sample[];
  /** Of the samples that were planned of it. */
  readonly progress: Unfinished;
}

/** Each row against the reference of its own runtime: see `referenceFor`. */
export const compareWithin = (reference: string | null, measured: readonly Measured[]): Comparison[] => {
  const rows = measured.map(({ result }) => result);
  return [...Map.groupBy(measured, ({ result }) => result.runtime).values()].flatMap((group) => {
    const own = group[0] === undefined ? null : referenceFor(group[0].result, reference, rows);
    return own === null ? [] : compareTo(own, group);
  });
};

/**
 * Every metric of every strategy against the reference strategy's, where both have figures in at least one common round
 * and none of the reference's is 0 (a ratio to nothing says nothing). A figure that is not all of a row's memory is
 * compared with nothing: it would look like a gain.
 *
 * The samples of a round ran one after another, so a drift of the machine meets both sides of a pair and leaves their
 * ratio alone. `range` spans the pairs' ratios; from six rounds on, `ci95` is an interval of their median by order
 * statistics (`medianInterval`): exact for any distribution, which matters because the garbage that V8's schedule
 * leaves is skewed and has more than one mode. `ratio` is the median of the pairs' ratios, so that it lies in both. For a
 * direction the interval, or the range where there is no interval, must lie wholly on one side of 1, and reach beyond what
 * the metric's instrument resolves (`resolutionOf`).
 */
const compareTo = (reference: string, measured: readonly Measured[]): Comparison[] => {
  const base = measured.find(({ result }) => result.label === reference);
  if (base === undefined) return [];
  return measured
    .filter((one) => one !== base)
    .flatMap((one) => metricNames.flatMap((metric) => compareMetric(metric, one, base) ?? []));
};

const compareMetric = (metric: MetricName, one: Measured, base: Measured): Comparison | null => {
  const [mine, theirs] = [one.result.metrics[metric], base.result.metrics[metric]];
  if (mine === undefined || theirs === undefined || theirs.min <= 0) return null;
  if ([one, base].some(({ result }) => result.doubts?.[metric] !== undefined)) return null;
  const ratios = pairedRatios(observationsOf(one.samples, metric), observationsOf(base.samples, metric));
  if (ratios.length === 0) return null;
  const range = [Math.min(...ratios), Math.max(...ratios)] as const;
  const ci95 = medianInterval(ratios);
  return {
    label: one.result.label,
    to: base.result.label,
    metric,
    ratio: median(ratios),
    rounds: ratios.length,
    range,
    ci95,
    verdict: verdictOf(median(ratios), ci95 ?? range, resolutionOf(metric, theirs.median)),
  };
};

/** One ratio for each round that both have, so that two readings in a round (the ledger's) do not count twice. */
export const pairedRatios = (mine: readonly Observation[], theirs: readonly Observation[]): number[] => {
  const base = medianByRound(theirs);
  return [...medianByRound(mine)].flatMap(([round, value]) => {
    const divisor = base.get(round);
    return divisor === undefined ? [] : [value / divisor];
  });
};

/** The smallest difference that is told, as a share of the reference: the live probe's grain; 0 where none is known. */
const resolutionOf = (metric: MetricName, reference: number): number =>
  (grainOf(metric, reference) ?? 0) / reference;

/** A ratio that reads 1.0000 has no direction, however surely the pairs point to one. */
const verdictOf = (
  ratio: number,
  [low, high]: readonly [number, number],
  resolution: number,
): Comparison['verdict'] => {
  if (Number(ratio.toFixed(4)) === 1 || (low >= 1 - resolution && high <= 1 + resolution))
    return 'no difference';
  return high < 1 ? 'lower' : low > 1 ? 'higher' : 'no difference';
};

/**
 * Whether "no difference" is an answer: the interval, or the range, lies within 2 % of 1, as far as which a gate lets peak
 * live differ. A wider one says only that the rounds do not tell.
 */
export const isResolved = ({ verdict, ci95, range }: Comparison): boolean => {
  const [low, high] = ci95 ?? range;
  return verdict !== 'no difference' || (low >= 1 - alike && high <= 1 + alike);
};
const alike = 0.02;
