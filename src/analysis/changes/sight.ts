import { median } from 'simple-statistics';
import type { Side, Sight } from '../../record/checks/changes.ts';
import { grainOf, type MetricName } from '../../record/metrics.ts';
import { fewestForInterval } from '../statistics/median-interval.ts';
import { shiftBetween } from './shift.ts';

/**
 * The smallest rise that would be told from noise with certainty: readings that are that much higher have their whole
 * interval above the readings before. It follows from the scatter of both sides and from the instrument's grain, not from
 * a bound: what a bound lets pass may be seen. Null where there are too few readings for an interval.
 * @param after the readings of the other side; null before they are measured: then they are taken to scatter as before
 */
export const sightOf = (
  metric: MetricName,
  before: readonly number[],
  after: readonly number[] | null,
): Sight | null => {
  if (Math.min(before.length, after?.length ?? before.length) < fewestForInterval) return null;
  const base = median([...before]);
  const { of, ci95 } = shiftBetween(before, unshifted(before, after ?? before));
  if (ci95 === null) return null;
  const [low] = ci95;
  const noise = of === 'difference' ? -low : low > 0 ? base * (1 / low - 1) : Infinity;
  const amount = Math.max(noise, grainOf(metric, base) ?? smallestGrain);
  return { share: base > 0 ? amount / base : Infinity, amount };
};

/** The readings after as they would be if nothing had changed: their scatter about the median before. */
const unshifted = (before: readonly number[], after: readonly number[]): number[] => {
  const [was, is] = [median([...before]), median([...after])];
  return was > 0 && is > 0
    ? after.map((value) => (value * was) / is)
    : after.map((value) => value - is + was);
};

/** Without a grain that is known: a byte, a millisecond, one of a count. */
const smallestGrain = 1;

/** What a baseline lets a gate see of each of its rows, before anything is measured: rows without such a metric are left out. */
export const sightsOf = (
  { results }: Side,
  metrics: readonly MetricName[],
): { readonly label: string; readonly metric: MetricName; readonly sight: Sight }[] =>
  metrics.flatMap((metric) =>
    results.flatMap((result) => {
      const before = result.status === 'completed' ? result.readings[metric] : undefined;
      const sight = before === undefined ? null : sightOf(metric, before, null);
      return sight === null ? [] : [{ label: result.label, metric, sight }];
    }),
  );
