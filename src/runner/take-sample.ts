import type { JournalHeader } from '../record/journal.ts';
import { isMetricName, metrics } from '../record/metrics.ts';
import type { Conditions, Metrics, Outcome, Sample, Variant } from '../record/sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { checkCompleteness, type ExpectedSet } from './completeness.ts';
import type { MemoryCgroup } from './container/memory-cgroup.ts';
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
  /** For strategies that fetch the workload, and for those that fetch nothing. */
  readonly expected: Readonly<Record<Variant['yields'], ExpectedSet>>;
  readonly liveFlags: LiveFlags;
  readonly signal: AbortSignal;
}

/** By label, the flags of live samples that are to be compared with others; a strategy without any gets what suits its pilot. */
export type LiveFlags = ReadonlyMap<string, readonly string[]>;

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
  { purpose, variant }: PlannedSample,
  { scenario, liveFlags }: Workshop,
  pilot: Pilot | undefined,
): { readonly flags: readonly string[]; readonly cycles: number } => {
  if (purpose === 'live') {
    return { flags: liveFlags.get(variant.label) ?? tightSchedule(pilot?.peakTotal ?? null), cycles: 1 };
  }
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
  const { scenario, header, services } = workshop;
  const { flags, cycles } = settingsFor(planned, workshop, pilot);
  const startedAt = new Date().toISOString();
  await services.resetLedger();
  const end = await runSubject(workshop, planned, { flags, cycles, timeoutMs: scenario.timeout * 1000 });
  if (end.type === 'interrupted') return null;
  const outcome = outcomeOf(end, await services.readLedger(), workshop, planned);
  return sampleOf(planned, { startedAt, conditions: conditionsOf(header, flags), outcome });
};

export const runSubject = (
  { services, subjects, scenario, signal }: Workshop,
  { variant, purpose }: PlannedSample,
  {
    cycles,
    ...limits
  }: { flags: readonly string[]; cycles: number; timeoutMs: number; cgroup?: MemoryCgroup },
): Promise<SubjectEnd> => {
  const { strategy, params } = variant;
  const task = { url: services.url, statuses: scenario.statuses, strategy, params, purpose, cycles };
  return subjects.run(task, { ...limits, signal });
};

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

/** A strategy that did not process exactly the workload has no figures, whatever it reported. */
export const outcomeOf = (
  end: Exclude<SubjectEnd, { type: 'interrupted' }>,
  ledger: Metrics,
  { scenario, expected }: Workshop,
  planned: PlannedSample,
): Outcome => {
  const completeness = checkCompleteness(expected[planned.variant.yields], end.processed);
  if (end.type === 'failed') return { status: 'failed', failure: end.failure, completeness };
  if (!completeness.digestMatches) {
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
