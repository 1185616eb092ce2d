import type { Changes } from '../record/changes.ts';
import type { Run } from '../record/run.ts';

/** A strategy could not be measured, or a gate could not judge what it was asked to. */
export const brokenExitCode = 3;

/**
 * 3 when a strategy that was expected to complete failed or was not measured; else 1 when a budget is exceeded, or a claim
 * was decided against what its scenario expects; else 0. What is undecided fails nothing: it is told, with what would
 * decide it. What is not installed here could not be tried, and has not failed.
 */
export const exitCodeOf = ({
  results,
  claims,
  budgets,
}: Pick<Run, 'results' | 'claims' | 'budgets'>): 0 | 1 | 3 => {
  const isBroken = results.some(
    ({ status, expect, failure }) =>
      status === 'failed' && expect === 'completes' && failure?.kind !== 'not-installed',
  );
  if (isBroken) return brokenExitCode;
  if (budgets.some(({ verdict }) => verdict === 'over')) return 1;
  const decided = claims.flatMap(({ judgements }) => judgements).filter(({ verdict }) => isDecided(verdict));
  return decided.every(({ verdict, expect }) => verdict === expect) ? 0 : 1;
};

/**
 * A gate must not pass for want of anything to judge: 3 where the run is broken, nothing was judged, a metric was not, or a
 * row stands on one side only (renamed, new, gone, or not installed any more); else 1 on a regression; else the run's own.
 */
export const exitCodeOfGate = (
  run: Pick<Run, 'results' | 'claims' | 'budgets'>,
  compared: Changes,
): 0 | 1 | 3 => {
  const ofRun = exitCodeOf(run);
  const isVain = compared.changes.every(({ verdict }) => verdict === 'not judged');
  if (ofRun === brokenExitCode || isVain || hasGaps(compared)) return brokenExitCode;
  return compared.changes.some(({ verdict }) => verdict === 'regression') ? 1 : ofRun;
};

/** Whether the two sides have not the same to be judged: a baseline made anew would help. */
export const hasGaps = ({ changes, unjudged }: Pick<Changes, 'changes' | 'unjudged'>): boolean =>
  unjudged.length > 0 ||
  changes.some((change) => change.verdict === 'not judged' && change.cause === 'one side only');

const isDecided = (verdict: string): boolean => verdict === 'holds' || verdict === 'fails';
