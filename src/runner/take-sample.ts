import type { JournalHeader } from '../record/journal.ts';
import { isMetricName, metrics } from '../record/metrics.ts';
import type { Completeness, Conditions, Metrics, Outcome, Sample } from '../record/sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkCompleteness } from './completeness.ts';
import type { Expect } from './expect.ts';
import { tightSchedule } from './gc-schedule.ts';
import type { PlannedSample } from './plan.ts';
import type { ServicesProcess } from './services-process.ts';
import type { SubjectEnd, SubjectHost } from './subject-process.ts';

/** What every sample of a run is taken with. */
export interface Workshop {
  readonly scenario: Scenario;
  readonly header: JournalHeader;
  readonly services: ServicesProcess;
  readonly subjects: SubjectHost;
  /** What a strategy of this kind must have processed in a sample of so many requests. */
  readonly expect: Expect;
  readonly signal: AbortSignal;
}

/** What a pilot found: bytes and milliseconds. */
export interface Pilot {
  readonly peakTotal: number;
  readonly peakHeap: number;
  readonly processMs: number;
}

const warmCycles = 5;
const growthCycles = 20;

/** V8's flags for a sample, and how many cycles it takes in its process. */
const settingsFor = (
  { purpose }: PlannedSample,
  scenario: Scenario,
  pilot: Pilot | undefined,
): { readonly flags: readonly string[]; readonly cycles: number } => {
  if (purpose === 'live') return { flags: tightSchedule(pilot?.peakTotal ?? null), cycles: 1 };
  if (purpose === 'cycles') return { flags: ['--expose-gc'], cycles: growthCycles };
  if (purpose === 'timing' && scenario.metrics.includes('warmTime'))
    return { flags: [], cycles: 1 + warmCycles };
  return { flags: [], cycles: 1 };
};

/** Takes one sample in a fresh subject. Null when it was interrupted. */
export const takeSample = async (
  workshop: Workshop,
  planned: PlannedSample,
  pilot: Pilot | undefined,
): Promise<Sample | null> => {
  const { scenario, header } = workshop;
  const { flags, cycles } = settingsFor(planned, scenario, pilot);
  const startedAt = new Date().toISOString();
  const trial = await runSubject(workshop, planned, { flags, cycles, timeoutMs: scenario.timeout * 1000 });
  if (trial === null) return null;
  const outcome = outcomeOf(trial, workshop, planned);
  return sampleOf(planned, { startedAt, conditions: conditionsOf(header, flags), outcome });
};

/** A subject that came to an end by itself: how, what it processed against what it should have, and what it asked of the services. */
export interface Trial {
  readonly end: Exclude<SubjectEnd, { type: 'interrupted' }>;
  readonly completeness: Completeness;
  readonly ledger: Metrics;
}

/** Runs one subject, with a ledger of its own. Null when it was interrupted. */
export const runSubject = async (
  { services, subjects, scenario, expect, signal }: Workshop,
  { variant, purpose }: PlannedSample,
  { flags, cycles, timeoutMs }: { flags: readonly string[]; cycles: number; timeoutMs: number },
): Promise<Trial | null> => {
  const { strategy, params, yields } = variant;
  const task = { url: services.url, statuses: scenario.statuses, strategy, params, purpose, cycles };
  await services.resetLedger();
  const end = await subjects.run(task, { timeoutMs, flags, signal });
  if (end.type === 'interrupted') return null;
  const ledger = await services.readLedger();
  const completeness = checkCompleteness(expect(yields, ledger.requests ?? 0), end.processed);
  return { end, completeness, ledger };
};

/** Whether a sample of this completeness has figures: of exactly the workload, or in a scenario about losses. */
export const mayCount = ({ digestMatches }: Completeness, { losses }: Scenario): boolean =>
  digestMatches || losses === 'count';

export const conditionsOf = (
  { environment, workload }: JournalHeader,
  flags: readonly string[],
): Conditions => ({
  node: environment.node,
  arch: environment.arch,
  flags,
  workloadDigest: workload.digest,
});

export const sampleOf = (
  { variant, purpose, round }: PlannedSample,
  rest: Pick<Sample, 'startedAt' | 'conditions' | 'outcome'>,
): Sample => ({ type: 'sample', label: variant.label, purpose, round, ...rest });

/** A strategy that did not process exactly the workload has no figures, whatever it reported, unless losses are the point. */
const outcomeOf = (
  { end, completeness, ledger }: Trial,
  { scenario }: Workshop,
  planned: PlannedSample,
): Outcome => {
  if (end.type === 'failed') return { status: 'failed', failure: end.failure, completeness };
  if (!mayCount(completeness, scenario)) {
    const { missed, duplicated, stale } = completeness;
    const message = `it did not process exactly the workload: ${missed} missed, ${duplicated} duplicated, ${stale} stale`;
    return { status: 'failed', failure: { kind: 'incomplete', message }, completeness };
  }
  const { report } = end;
  return {
    status: 'completed',
    metrics: pickMetrics({ ...ledger, ...report.metrics }, scenario, planned),
    unavailable: report.unavailable,
    completeness,
    ruleCleaner: report.ruleCleaner,
    detail: report.detail,
  };
};

/** What the sample is for, and what the services counted in a sample of one cycle; all that a pilot read. */
const pickMetrics = (all: Metrics, scenario: Scenario, { purpose }: PlannedSample): Metrics =>
  Object.fromEntries(
    Object.entries(all).filter(([name]) => {
      if (!isMetricName(name)) return false;
      if (purpose === 'pilot') return true;
      const { readBy } = metrics[name];
      const isOneCycle =
        purpose !== 'cycles' && !(purpose === 'timing' && scenario.metrics.includes('warmTime'));
      return scenario.metrics.includes(name) && (readBy === purpose || (readBy === 'ledger' && isOneCycle));
    }),
  );
