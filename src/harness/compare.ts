import { checksOfChanges } from '../analysis/changes/change-checks.ts';
import { changesBetween } from '../analysis/changes/changes.ts';
import { type Verdict, verdictOf } from '../analysis/checks/verdict.ts';
import { sameOnBothSides } from '../analysis/run/distinct-runs.ts';
import type { Changes, MetricBound } from '../record/checks/changes.ts';
import { readSide } from './side-file.ts';

interface CompareRequest {
  readonly before: string;
  readonly after: string;
  readonly bounds: readonly MetricBound[];
  /** Whether a regression fails, and what cannot be judged is told as such. */
  readonly required: boolean;
  readonly strict?: boolean | undefined;
}

export interface Compared {
  readonly compared: Changes;
  readonly verdict: Verdict;
}

/** Compares two runs, each named by its folder, journal, run.json or baseline. */
export const compareRuns = async ({
  before,
  after,
  bounds,
  required,
  strict = false,
}: CompareRequest): Promise<Compared> => {
  const [was, is] = [await readSide(before), await readSide(after)];
  const between = changesBetween(was.side, is.side, bounds, {
    before,
    after,
    remedy: 'Measure both over the same workload, with the same Node and version of tidemark.',
  });
  const compared: Changes = {
    ...between,
    warnings: [...was.warnings, ...is.warnings, ...sameOnBothSides(was.side, is.side), ...between.warnings],
  };
  const checks = checksOfChanges(compared, 'comparison', { required });
  return { compared, verdict: verdictOf(checks, { subject: compared.after.scenario, strict }) };
};
