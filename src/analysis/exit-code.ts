import type { Run } from '../record/run.ts';

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
  if (isBroken) return 3;
  if (budgets.some(({ verdict }) => verdict === 'over')) return 1;
  const decided = claims.flatMap(({ judgements }) => judgements).filter(({ verdict }) => isDecided(verdict));
  return decided.every(({ verdict, expect }) => verdict === expect) ? 0 : 1;
};

const isDecided = (verdict: string): boolean => verdict === 'holds' || verdict === 'fails';
