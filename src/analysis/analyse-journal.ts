import type { Journal } from '../record/journal.ts';
import type { Run, Warning } from '../record/run.ts';
import { judgeBudgets } from './budgets.ts';
import { compareTo, type Measured } from './compare.ts';
import { assertSameConditions } from './conditions.ts';
import { findingsOf } from './findings.ts';
import { inRoundOrder } from './observations.ts';
import { resultOf } from './result.ts';
import { warn } from './warnings.ts';

export interface AnalysisOptions {
  /** The Node version that the project pins, with or without a `v`. */
  readonly pinnedNode: string;
  /** What was found before the analysis, by the runner or by whoever read the journal. They come first. */
  readonly warnings?: readonly Warning[];
}

/**
 * A journal's samples as a run: a result for each strategy in the header's order, each compared with the reference,
 * and what a reader must know before believing them.
 * @throws MixedConditionsError when samples ran under conditions too different to be put together
 */
export const analyseJournal = (
  { header, samples }: Journal,
  { pinnedNode, warnings = [] }: AnalysisOptions,
): Run => {
  assertSameConditions(samples);
  const byLabel = Map.groupBy(inRoundOrder(samples), ({ label }) => label);
  const measured = header.variants.map((variant): Measured => {
    const own = byLabel.get(variant.label) ?? [];
    return { result: resultOf(variant, own, header.scenario.metrics), samples: own };
  });
  const results = measured.map(({ result }) => result);
  return {
    schema: 'tidemark/run@1',
    scenario: header.scenario,
    environment: header.environment,
    workload: header.workload,
    reference: header.reference,
    results,
    comparisons: header.reference === null ? [] : compareTo(header.reference, measured),
    budgets: judgeBudgets(header.budgets, results),
    warnings: [...warnings, ...findingsOf(header, measured, pinnedNode).map(warn)],
  };
};
