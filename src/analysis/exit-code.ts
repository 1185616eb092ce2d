import type { Run } from '../record/run.ts';

/**
 * 3 when a strategy that was expected to complete failed or was not measured, else 0. What is not installed here could not
 * be tried, and has not failed.
 */
export const exitCodeOf = (run: Run): 0 | 3 =>
  run.results.some(
    ({ status, expect, failure }) =>
      status === 'failed' && expect === 'completes' && failure?.kind !== 'not-installed',
  )
    ? 3
    : 0;
