import type { ScenarioSummary } from '../record/journal.ts';
import { samplesOf } from '../record/metrics.ts';
import { purposesFor } from '../record/rows.ts';
import type { Result, Unfinished } from '../record/run.ts';
import type { Sample } from '../record/sample.ts';
import { isFailed } from './observations.ts';

/**
 * How many of a row's planned samples were not taken; null where none is missing. A row that failed may have been given up,
 * and its failure is the reason. A pilot is not counted: it is taken only where something asks for it.
 */
export const unfinishedOf = (
  result: Pick<Result, 'program'>,
  samples: readonly Sample[],
  scenario: Pick<ScenarioSummary, 'metrics' | 'limits' | 'samples'>,
): Unfinished | null => {
  if (samples.some(isFailed)) return null;
  const planned = purposesFor(result, scenario).map((purpose) => ({
    purpose,
    count: samplesOf(purpose, scenario.samples),
  }));
  const missing = planned.reduce(
    (sum, { purpose, count }) =>
      sum + Math.max(0, count - samples.filter((sample) => sample.purpose === purpose).length),
    0,
  );
  return missing === 0 ? null : { missing, planned: planned.reduce((sum, { count }) => sum + count, 0) };
};
