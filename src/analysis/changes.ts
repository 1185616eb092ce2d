import { median } from 'simple-statistics';
import type { Change, Changes, MetricBound, Side, SideResult, UnjudgedCause } from '../record/changes.ts';
import { type MetricName, metrics } from '../record/metrics.ts';
import type { Warning } from '../record/run.ts';
import { assertComparable, isOfAnyMachine, machineDifferences, type Words } from './comparable.ts';
import { shortestToJudge } from './findings.ts';
import { fewestForInterval } from './median-interval.ts';
import { ratioInterval } from './ratio-interval.ts';

/**
 * A metric's change of each strategy that one of two runs has, for each bound. A regression is outside noise (the whole
 * interval of the ratio above 1, see `ratioInterval`) and beyond the bound (the ratio itself); an improvement likewise
 * below. What is beyond the bound but within noise is undecided. What cannot be judged is there, with the reason.
 * @throws UserError for runs that may not be compared, see `assertComparable`
 */
export const changesBetween = (
  before: Side,
  after: Side,
  bounds: readonly MetricBound[],
  words: Words,
): Changes => {
  assertComparable(before, after, words);
  const differences = machineDifferences(before.environment, after.environment);
  const labels = [...new Set([...after.results, ...before.results].map(({ label }) => label))];
  const changes = bounds.flatMap((bound) =>
    labels.flatMap((label) => {
      const [was, is] = [before, after].map(({ results }) => results.find((one) => one.label === label));
      return judge(bound, { label, was, is, isOtherMachine: differences.length > 0, words }) ?? [];
    }),
  );
  return {
    before: headOf(before),
    after: headOf(after),
    changes,
    unjudged: bounds.map(({ metric }) => metric).filter((metric) => isUnjudged(metric, changes)),
    warnings: [
      ...(differences.length > 0 ? [otherMachine(differences, bounds)] : []),
      ...otherVersion(before, after),
    ],
  };
};

const isUnjudged = (metric: MetricName, changes: readonly Change[]): boolean => {
  const own = changes.filter((change) => change.metric === metric);
  const isExcused = (change: Change): boolean =>
    change.verdict !== 'not judged' || change.cause === 'other machine' || change.cause === 'too short';
  return !own.some(isExcused);
};

interface Pair {
  readonly label: string;
  readonly was: SideResult | undefined;
  readonly is: SideResult | undefined;
  readonly isOtherMachine: boolean;
  readonly words: Words;
}

/** Null where neither side has a figure, and nothing failed. */
const judge = ({ metric, share }: MetricBound, pair: Pair): Change | null => {
  const { label, was, is, words } = pair;
  const [before, after] = [was, is].map((one) => readingsOf(one, metric));
  if (isSilent(was, before) && isSilent(is, after)) return null;
  const of = { label, metric, bound: share };
  const notJudged = (cause: UnjudgedCause, why: string): Change => ({
    ...of,
    verdict: 'not judged',
    cause,
    why,
    before: before === undefined ? null : median([...before]),
    after: after === undefined ? null : median([...after]),
  });
  if (before === undefined) {
    const cause = after === undefined ? 'no reading' : 'one side only';
    return notJudged(cause, absenceOf(was, words.before, metric));
  }
  if (after === undefined) return notJudged('one side only', absenceOf(is, words.after, metric));
  if (pair.isOtherMachine && !isOfAnyMachine(metric)) {
    return notJudged('other machine', 'measured on another machine');
  }
  const medians = { before: median([...before]), after: median([...after]) };
  if (metrics[metric].unit === 'ms' && Math.max(medians.before, medians.after) < shortestToJudge) {
    return notJudged(
      'too short',
      `below ${shortestToJudge} ms the start of a process scatters more than a strategy`,
    );
  }
  const interval = ratioInterval(before, after);
  if (interval === null) return notJudged('no interval', whyNoInterval(before, after));
  return {
    ...of,
    ...medians,
    ...interval,
    verdict: verdictOf(interval.ratio, interval.ci95, share),
    readings: [before.length, after.length],
  };
};

const verdictOf = (ratio: number, [low, high]: readonly [number, number], bound: number) => {
  if (ratio > 1 + bound) return low > 1 ? 'regression' : 'undecided';
  if (ratio < 1 - bound) return high < 1 ? 'improvement' : 'undecided';
  return 'no change';
};

const readingsOf = (result: SideResult | undefined, metric: MetricName): readonly number[] | undefined =>
  result?.status === 'completed' ? result.readings[metric] : undefined;

const isSilent = (result: SideResult | undefined, readings: readonly number[] | undefined): boolean =>
  readings === undefined && result?.status !== 'failed';

const absenceOf = (result: SideResult | undefined, side: string, metric: MetricName): string => {
  if (result === undefined) return `${side} does not have the strategy`;
  return result.status === 'failed'
    ? `failed in ${side}: ${result.failure}`
    : `${side} has no ${metrics[metric].title}`;
};

const whyNoInterval = (before: readonly number[], after: readonly number[]): string =>
  Math.min(...before) <= 0
    ? 'a reading before is not above 0: a ratio to it says nothing'
    : `${before.length} and ${after.length} readings: an interval takes ${fewestForInterval} on each side`;

const headOf = ({ scenario, environment, workload }: Side): Changes['before'] => ({
  scenario,
  environment,
  workload,
});

const otherMachine = (differences: readonly string[], bounds: readonly MetricBound[]): Warning => {
  const left = bounds.map(({ metric }) => metric).filter((metric) => !isOfAnyMachine(metric));
  const unjudged = left.length === 0 ? 'nothing asked for depends on it' : `not judged: ${left.join(', ')}`;
  return {
    kind: 'other-machine',
    label: null,
    message: `the two sides ran on different machines (${differences.join('; ')}); ${unjudged}`,
    advice:
      'Times, resident memory and what V8 collects when are compared on one machine only; peak live anywhere.',
  };
};

const otherVersion = ({ environment: was }: Side, { environment: is }: Side): Warning[] =>
  (['node', 'tidemark'] as const)
    .filter((name) => was[name] !== is[name])
    .map((name) => ({
      kind: `other-${name}`,
      label: null,
      message: `measured with ${name} ${was[name]} before, and ${is[name]} after`,
      advice: 'A change of all strategies at once, idle too, may come from there.',
    }));
