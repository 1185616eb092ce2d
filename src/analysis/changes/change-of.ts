import { median } from 'simple-statistics';
import type {
  Change,
  MetricBound,
  SideResult,
  SureShift,
  UnjudgedCause,
} from '../../record/checks/changes.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import { shortestToJudge } from '../run/findings.ts';
import { fewestForInterval } from '../statistics/median-interval.ts';
import { type MachineDifference, type Words, whereMeasured } from './comparable.ts';
import { shiftBetween } from './shift.ts';
import { sightOf } from './sight.ts';

/** One row of two runs; undefined on a side that does not have it. */
export interface Pair {
  readonly label: string;
  readonly was: SideResult | undefined;
  readonly is: SideResult | undefined;
  /** Of the machines and settings that the sides ran with. */
  readonly differences: readonly MachineDifference[];
  readonly words: Words;
}

/**
 * A metric's change in one row. A regression is outside noise (the whole interval of `shiftBetween` above no change) and
 * beyond the bound (the shift itself); an improvement likewise below. What lies over the bound otherwise is not resolved.
 * Null where neither side has a figure, and nothing failed.
 */
export const changeOf = ({ metric, share }: MetricBound, pair: Pair): Change | null => {
  const { label, was, is, words } = pair;
  const [before, after] = [was, is].map((one) => readingsOf(one, metric));
  if (isSilent(was, before) && isSilent(is, after)) return null;
  const of = { label, metric, bound: share };
  if (before === undefined && after !== undefined) {
    const why = absenceOf(was, words.before, metric);
    return { ...of, verdict: 'new', why, before: null, after: median([...after]), shift: null };
  }
  const hindrance = hindranceTo(metric, pair, before, after);
  if (before === undefined || after === undefined || hindrance !== null) {
    return {
      ...of,
      verdict: 'not judged',
      ...(hindrance ?? { cause: 'no reading', why: absenceOf(is, words.after, metric) }),
      before: before === undefined ? null : median([...before]),
      after: after === undefined ? null : median([...after]),
      shift: before === undefined || after === undefined ? null : shiftBetween(before, after),
    };
  }
  const shift = shiftBetween(before, after) as SureShift;
  const medians = { before: median([...before]), after: median([...after]) };
  const verdict = verdictOf(shift, share, medians.before, metrics[metric].better);
  const sight = sightOf(metric, before, after);
  return { ...of, ...medians, shift, verdict, sight, readings: [before.length, after.length] };
};

interface Hindrance {
  readonly cause: UnjudgedCause;
  readonly why: string;
}

/** Why readings, if there are any, cannot be judged; null if they can. */
const hindranceTo = (
  metric: MetricName,
  { was, is, differences, words }: Pair,
  before: readonly number[] | undefined,
  after: readonly number[] | undefined,
): Hindrance | null => {
  if (after === undefined) {
    const cause = before === undefined ? 'no reading' : 'gone';
    return { cause, why: absenceOf(is, words.after, metric) };
  }
  if (before === undefined) return null;
  if (differences.length > 0 && !metrics[metric].isPortable) {
    return { cause: 'other machine', why: `measured ${whereMeasured(differences)}` };
  }
  // Not of a server: its latencies are of many requests, and none is a start.
  const isOfStart = metrics[metric].unit === 'ms' && metrics[metric].table !== 'server';
  if (isOfStart && Math.max(median([...before]), median([...after])) < shortestToJudge) {
    const why = `below ${shortestToJudge} ms the start of a process scatters more than a strategy`;
    return { cause: 'too short', why };
  }
  const doubt = doubtAbout(is, metric) ?? doubtAbout(was, metric);
  if (doubt !== undefined) return { cause: 'doubt', why: doubt };
  if (Math.min(before.length, after.length) >= fewestForInterval) return null;
  const has = before.length === after.length ? `${before.length}` : `${before.length} and ${after.length}`;
  const why = `needs ${fewestForInterval} samples a side, has ${has}: use --samples ${fewestForInterval}`;
  return { cause: 'few readings', why };
};

/** @param before the median, by which a bound is an amount where the shift is one */
const verdictOf = (
  { of, value, ci95 }: SureShift,
  share: number,
  before: number,
  better: 'less' | 'more',
) => {
  const [none, bound] = of === 'ratio' ? [1, share] : [0, share * Math.max(0, before)];
  // By how much it got worse.
  const worse = (one: number): number => (better === 'less' ? one - none : none - one);
  const by = worse(value);
  const [low, high] = ci95.map(worse).toSorted((a, b) => a - b) as [number, number];
  if (by > bound) return low > 0 ? 'regression' : 'not resolved';
  if (by < -bound && high < 0) return 'improvement';
  if (high > bound) return 'not resolved';
  return low < -bound ? 'no regression' : 'no change';
};

const readingsOf = (result: SideResult | undefined, metric: MetricName): readonly number[] | undefined =>
  result?.status === 'completed' ? result.readings[metric] : undefined;

const doubtAbout = (result: SideResult | undefined, metric: MetricName): string | undefined =>
  result?.status === 'completed' ? result.doubts?.[metric] : undefined;

const isSilent = (result: SideResult | undefined, readings: readonly number[] | undefined): boolean =>
  readings === undefined && result?.status !== 'failed';

const absenceOf = (result: SideResult | undefined, side: string, metric: MetricName): string => {
  if (result === undefined) return `${side} has no such row`;
  return result.status === 'failed'
    ? `failed in ${side}: ${result.failure}`
    : `${side} has no ${metrics[metric].title}`;
};
