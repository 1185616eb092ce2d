import type { ScenarioSummary } from '../../record/journal/journal.ts';
import type { Sample } from '../../record/journal/sample.ts';
import { samplesOf } from '../../record/purposes.ts';
import { purposesFor } from '../../record/rows.ts';
import type { Result, Unfinished } from '../../record/run.ts';
import { isFailed } from '../statistics/observations.ts';

/**
 * What a run planned, and the samples of one row that it took. A merged journal has several runs, of which each is held to
 * its own plan: it may have measured other metrics than the others, or not this row.
 */
export interface Taken {
  readonly plan: Pick<ScenarioSummary, 'metrics' | 'limits' | 'samples'>;
  readonly samples: readonly Sample[];
}

/**
 * How many of a row's planned samples were not taken, and how many were planned. A row that failed may have been given up,
 * and its failure is the reason. A pilot is not counted: it is taken only where something asks for it.
 */
export const progressOf = (row: Pick<Result, 'program'>, runs: readonly Taken[]): Unfinished => {
  const counts = runs.flatMap(({ plan, samples }) =>
    purposesFor(row, plan).map((purpose) => {
      const planned = samplesOf(purpose, plan.samples);
      const taken = samples.filter((sample) => sample.purpose === purpose).length;
      return { planned, missing: Math.max(0, planned - taken) };
    }),
  );
  return {
    missing: runs.some(({ samples }) => samples.some(isFailed))
      ? 0
      : sum(counts.map(({ missing }) => missing)),
    planned: sum(counts.map(({ planned }) => planned)),
  };
};

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
