import type { Run } from '../record/run.ts';

/**
 * 3 when a strategy that was expected to complete failed or was not measured; else 1 when a claim was decided against what
 * its scenario expects; else 0. An undecided claim fails nothing: it is told, with what would decide it.
 */
export const exitCodeOf = ({ results, claims }: Pick<Run, 'results' | 'claims'>): 0 | 1 | 3 => {
  if (results.some(({ status, expect }) => status === 'failed' && expect === 'completes')) return 3;
  const decided = claims.flatMap(({ judgements }) => judgements).filter(({ verdict }) => isDecided(verdict));
  return decided.every(({ verdict, expect }) => verdict === expect) ? 0 : 1;
};

const isDecided = (verdict: string): boolean => verdict === 'holds' || verdict === 'fails';
