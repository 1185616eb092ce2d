import type { Journal, JournalHeader, WorkloadSummary } from '../../record/journal/journal.ts';
import type { Result, Run, Warning } from '../../record/run.ts';
import { judgeBudgets } from '../checks/budgets.ts';
import type { MeasuredRun } from '../claims/claim-evidence.ts';
import { judgeClaims } from '../claims/claims.ts';
import { inRoundOrder } from '../statistics/observations.ts';
import { onParetoFront } from '../statistics/pareto.ts';
import { compareWithin, type Measured } from './compare.ts';
import { assertSameConditions } from './conditions.ts';
import { findingsOf } from './findings.ts';
import { resultOf } from './result.ts';
import { progressOf, type Taken } from './unfinished.ts';
import { warn } from './warnings.ts';

export interface AnalysisOptions {
  /** The Node version that the project pins, with or without a `v`. */
  readonly pinnedNode: string;
  /** What was found before the analysis, by the runner or by whoever read the journal. They come first. */
  readonly warnings?: readonly Warning[];
  /** The journals of the scenario's named measurements, by name: claims may be about them. */
  readonly measurements?: ReadonlyMap<string, Journal>;
}

/**
 * A journal's samples as a run: a result for each strategy in the header's order, each compared with the reference,
 * and what a reader must know before believing them.
 * @throws MixedConditionsError when samples ran under conditions too different to be put together
 */
export const analyseJournal = (
  journal: Journal,
  { pinnedNode, warnings = [], measurements = new Map() }: AnalysisOptions,
): Run => {
  const { header } = journal;
  const own = measuredRunOf(journal);
  const { measured } = own;
  const runs = new Map([...measurements].map(([name, other]) => [name, measuredRunOf(other)]));
  const results = measured.map(({ result }) => result);
  const front = onParetoFront(results);
  return {
    schema: 'tidemark/run@2',
    case: header.case,
    scenario: header.scenario,
    environment: header.environment,
    workload: workloadOf(header, results),
    reference: header.reference,
    results: results.map((result, i) => ({ ...result, onParetoFront: front[i] ?? null })),
    comparisons: compareWithin(header.reference, measured),
    measurements: [...runs].map(([name, { workload }]) => ({ name, items: workload.items })),
    claims: judgeClaims(header.claims, (name) => (name === null ? own : runs.get(name))),
    budgets: judgeBudgets(header.budgets, results, header.scenario.metrics),
    warnings: [
      ...warnings,
      ...findingsOf(header, measured, pinnedNode).map((finding) => warn(finding, header.case.words)),
    ],
  };
};

/** Of what nobody knows beforehand only the number is known, and only afterwards: all that any strategy saw. */
const workloadOf = ({ workload }: JournalHeader, results: readonly Result[]): WorkloadSummary =>
  workload.items === 0
    ? {
        ...workload,
        items: Math.max(0, ...results.map(({ completeness }) => completeness?.expected ?? 0)),
      }
    : workload;

/** Each strategy's samples put together, in the header's order. */
const measuredRunOf = (journal: Journal): MeasuredRun => {
  const { header, samples } = journal;
  assertSameConditions(samples);
  const byLabel = Map.groupBy(inRoundOrder(samples), ({ label }) => label);
  const measured = header.rows.map((row): Measured => {
    const own = byLabel.get(row.label) ?? [];
    const progress = progressOf(row, takenOf(journal, row.label));
    return { result: resultOf(row, own, header.scenario, progress), samples: own, progress };
  });
  return { workload: header.workload, items: header.case.words.items, measured };
};

/** What each of a journal's runs planned and took of a row; nothing of a run that has not got it. */
const takenOf = (journal: Journal, label: string): Taken[] =>
  (journal.parts ?? [journal])
    .filter(({ header }) => header.rows.some((row) => row.label === label))
    .map(({ header, samples }) => ({
      plan: header.scenario,
      samples: samples.filter((sample) => sample.label === label),
    }));
