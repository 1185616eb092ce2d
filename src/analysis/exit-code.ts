import type { Run } from '../record/run.ts';

/** 3 when a strategy that was expected to complete failed or was not measured, else 0. */
export const exitCodeOf = (run: Run): 0 | 3 =>
  run.results.some(({ status, expect }) => status === 'failed' && expect === 'completes') ? 3 : 0;
