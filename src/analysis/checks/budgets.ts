import type { Budget, JudgedBudget } from '../../record/checks/budgets.ts';
import type { Spread } from '../../record/checks/claims.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Result, Summary } from '../../record/run.ts';

/**
 * Each budget with its verdict. The whole 95 % interval of the median must lie on one side of the limit, or the range of
 * the readings where they are too few for an interval; what lies over the limit is undecided. A strategy that failed has
 * no figure to judge.
 * @param wanted the metrics that the run was asked for
 */
export const judgeBudgets = (
  budgets: readonly Budget[],
  results: readonly Result[],
  wanted: readonly MetricName[],
): JudgedBudget[] =>
  budgets.map((budget) => ({
    ...budget,
    ...(wanted.includes(budget.metric)
      ? verdictOf(
          budget,
          results.find(({ label }) => label === budget.label),
        )
      : leftOut),
  }));

/** A scenario measures all that its budgets are about, so only a command line can have left it out. */
const leftOut = {
  verdict: 'not measured',
  why: 'the command line did not ask for it',
  isLeftOut: true,
} as const;

type Verdict = JudgedBudget extends infer J ? (J extends Budget ? Omit<J, keyof Budget> : never) : never;

const verdictOf = ({ metric, limit }: Budget, result: Result | undefined): Verdict => {
  const { title } = metrics[metric];
  if (result === undefined) return { verdict: 'not measured', why: 'the strategy was not run' };
  if (result.failure !== null) {
    return { verdict: 'not measured', why: `the strategy failed: ${result.failure.kind}` };
  }
  const summary = result.metrics[metric];
  if (summary === undefined) {
    const why = result.unavailable[metric] ?? `the run did not read ${title}`;
    return { verdict: 'not measured', why };
  }
  const doubt = result.doubts?.[metric];
  if (doubt !== undefined) return { verdict: 'not measured', why: doubt };
  const spread = spreadOf(summary);
  const { low, high } = spread;
  // As a distance from the limit, into the wrong direction.
  const [least, most] =
    metrics[metric].better === 'less' ? [low - limit, high - limit] : [limit - high, limit - low];
  const verdict = most <= 0 ? 'within' : least > 0 ? 'over' : 'undecided';
  return { verdict, median: summary.median, spread };
};

const spreadOf = ({ ci95, min, max, n }: Summary): Spread =>
  ci95 === null
    ? { kind: 'range', low: min, high: max, readings: n }
    : { kind: 'ci95', low: ci95[0], high: ci95[1], readings: n };
