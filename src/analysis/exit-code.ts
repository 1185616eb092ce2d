import type { Run } from '../record/run.ts';

/**
 * 3 when a strategy that was expected to complete failed or was not measured; else 1 when a budget is exceeded; else 0.
 * An undecided budget fails nothing: it is told.
 */
export const exitCodeOf = ({ results, budgets }: Pick<Run, 'results' | 'budgets'>): 0 | 1 | 3 => {
  if (results.some(({ status, expect }) => status === 'failed' && expect === 'completes')) return 3;
  return budgets.some(({ verdict }) => verdict === 'over') ? 1 : 0;
};
