import type { Fingerprint } from '../record/fingerprint.ts';
import type { JournalHeader } from '../record/journal.ts';
import { coarseSearch, type LiveSearch } from '../record/live-grain.ts';
import { isCounted, isMetricName, metrics, ofSeveralCycles, purposeOf } from '../record/metrics.ts';
import type { Purpose } from '../record/purposes.ts';
import type {
  Completeness,
  Conditions,
  Failure,
  Metrics,
  Outcome,
  Sample,
  Variant,
} from '../record/sample.ts';
import type { Measurement } from '../scenario/scenario.ts';
import type { MemoryCgroup } from './container/memory-cgroup.ts';
import { tightSchedule } from './gc-schedule.ts';
import type { PlannedSample } from './plan.ts';
import type { ProgramHost } from './program-process.ts';
import type { Redact } from './redact.ts';
import { runLive } from './run-live.ts';
import type { Services } from './services-process.ts';
import type { SubjectEnd, SubjectHost } from './subject-process.ts';
import { redactionIn, toldOutcome } from './told-outcome.ts';

/** What every sample of a run is taken with. */
export interface Workshop {
  readonly scenario: Measurement;
  readonly header: JournalHeader;
  readonly services: Services;
  readonly subjects: SubjectHost;
  readonly programs: ProgramHost;
  /** What a variant processed in a sample of so many requests, against what it should have. */
  readonly check: (variant: Variant, processed: readonly Fingerprint[], requests: number) => Completeness;
  /** What was found of each row's peak so far, by label. */
  readonly liveSearches: Map<string, LiveSearch>;
  readonly signal: AbortSignal;
}

/** What a pilot found: bytes and milliseconds. */
export interface Pilot {
  readonly peakHeap: number;
  readonly processMs: number;
}

const warmCycles = 5;
const growthCycles = 20;

interface Settings {
  readonly flags: readonly string[];
  readonly cycles: number;
  readonly timeoutMs: number;
}

/** V8's flags for a sample, how many cycles it takes in its process, and how long that may last. */
export const settingsFor = (planned: PlannedSample, workshop: Workshop): Settings => {
  const cycles = takesSeveralCycles(planned, workshop.scenario) ? cyclesOf[planned.purpose] : 1;
  // The scenario's timeout is of one cycle.
  return { flags: flagsOf[planned.purpose], cycles, timeoutMs: workshop.scenario.timeout * 1000 * cycles };
};

/** V8's flags by what a sample is for; a search for the lowest heap limit sets its own at each try. */
const flagsOf: Readonly<Record<Purpose, readonly string[]>> = {
  pilot: [],
  heap: [],
  live: tightSchedule,
  timing: [],
  cycles: ['--expose-gc'],
  floor: [],
  container: [],
  traced: [],
};

/** Cycles in one process, where a metric of several cycles is wanted; else it is one. */
const cyclesOf: Readonly<Record<Purpose, number>> = {
  pilot: 1,
  heap: 1,
  live: 1,
  timing: 1 + warmCycles,
  cycles: growthCycles,
  floor: 1,
  container: 1,
  traced: 1,
};

const takesSeveralCycles = (
  { purpose }: PlannedSample,
  { metrics: wanted }: Pick<Measurement, 'metrics'>,
): boolean => wanted.some((name) => ofSeveralCycles.includes(name) && purposeOf(name) === purpose);

/** Takes one sample in a fresh subject. Null when it was interrupted. */
export const takeSample = async (workshop: Workshop, planned: PlannedSample): Promise<Sample | null> => {
  const { scenario, header } = workshop;
  const limits = settingsFor(planned, workshop);
  const startedAt = new Date().toISOString();
  const trial =
    planned.purpose === 'live'
      ? await runLive(
          planned.variant.label,
          workshop.liveSearches,
          (search) => runSubject(workshop, planned, { ...limits, search }),
          peakLiveOf,
        )
      : await runSubject(workshop, planned, limits);
  if (trial === null) return null;
  const outcome = outcomeOf(trial, workshop, planned);
  const redact = redactionIn(scenario, null);
  return sampleOf(planned, { startedAt, conditions: conditionsOf(header, limits.flags), outcome }, redact);
};

/** A subject that came to an end by itself: how, what it processed against what it should have, and what it asked of the services. */
export interface Trial {
  readonly end: Exclude<SubjectEnd, { type: 'interrupted' }>;
  readonly completeness: Completeness;
  readonly ledger: Metrics;
}

export interface SubjectLimits {
  readonly flags: readonly string[];
  readonly cycles: number;
  readonly timeoutMs: number;
  readonly cgroup?: MemoryCgroup;
  /** Of a live sample. */
  readonly search?: LiveSearch;
}

const peakLiveOf = ({ end }: Trial): number | null =>
  end.type === 'reported' ? (end.report.metrics.peakLive ?? null) : null;

/** Runs one subject, with a ledger of its own. Null when it was interrupted. */
export const runSubject = async (
  { services, subjects, scenario, check, signal }: Workshop,
  { variant, purpose }: PlannedSample,
  { cycles, search = coarseSearch, ...limits }: SubjectLimits,
): Promise<Trial | null> => {
  const { strategy, params } = variant;
  const { statuses, retries } = scenario;
  const job = purpose === 'live' ? { purpose, search } : { purpose };
  const task = { url: services.url, retries, statuses, strategy, params, ...job, cycles };
  await services.resetLedger();
  const end = await subjects.run(task, { ...limits, signal, onRepeat: services.resetLedger });
  if (end.type === 'interrupted') return null;
  const ledger = await services.readLedger();
  return { end, completeness: check(variant, end.processed, ledger.requests ?? 0), ledger };
};

/** Whether a sample of this completeness has figures: of exactly the workload, in a scenario about losses, or of a target. */
export const mayCount = ({ digestMatches }: Completeness, { losses, access }: Measurement): boolean =>
  digestMatches || losses === 'count' || access !== null;

export const conditionsOf = (
  { environment, workload }: JournalHeader,
  flags: readonly string[],
): Conditions => ({
  node: environment.node,
  arch: environment.arch,
  flags,
  workloadDigest: workload.digest,
});

/** What is recorded of a sample, whatever it was of: texts without what is secret, and cut. */
export const sampleOf = (
  { variant, purpose, round }: PlannedSample,
  { startedAt, conditions, outcome }: Pick<Sample, 'startedAt' | 'conditions' | 'outcome'>,
  redact: Redact,
): Sample => ({
  type: 'sample',
  label: variant.label,
  purpose,
  round,
  startedAt,
  conditions,
  outcome: toldOutcome(outcome, redact),
});

/**
 * A strategy that did not process exactly the workload has no figures, whatever it reported, unless losses are the point.
 * What a target holds nobody knows, and it may change between two samples: there a difference is shown beside the figures.
 */
export const outcomeOf = (
  { end, completeness, ledger }: Trial,
  { scenario, services }: Workshop,
  planned: PlannedSample,
): Outcome => {
  if (end.type === 'failed') return { status: 'failed', failure: end.failure, completeness };
  if (!mayCount(completeness, scenario)) {
    return { status: 'failed', failure: incompleteness(completeness), completeness };
  }
  const { report } = end;
  return {
    status: 'completed',
    metrics: pickMetrics({ ...ledger, ...report.metrics }, scenario, planned),
    unavailable: { ...wantedOf(services.unavailable, scenario), ...report.unavailable },
    completeness,
    ruleCleaner: report.ruleCleaner,
    detail: report.detail,
    unseen: report.unseen,
  };
};

export const incompleteness = ({ missed, duplicated, stale }: Completeness): Failure => ({
  kind: 'incomplete',
  message: `it did not process exactly the workload: ${missed} missed, ${duplicated} duplicated, ${stale} stale`,
});

const wantedOf = (
  reasons: Services['unavailable'],
  { metrics: wanted }: Measurement,
): Services['unavailable'] =>
  Object.fromEntries(Object.entries(reasons).filter(([name]) => isMetricName(name) && wanted.includes(name)));

/**
 * What the sample is for, and what was counted in a sample of one cycle; all that a pilot read. Retries are told even
 * if nobody asked: a fault that was survived is part of every figure.
 */
export const pickMetrics = (all: Metrics, scenario: Measurement, planned: PlannedSample): Metrics => {
  const isOneCycle = !takesSeveralCycles(planned, scenario);
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => {
      if (!isMetricName(name)) return false;
      if (planned.purpose === 'pilot') return true;
      const isWanted = metrics[name].measured === 'always' || scenario.metrics.includes(name);
      return isWanted && (isCounted(name) ? isOneCycle : purposeOf(name) === planned.purpose);
    }),
  );
};
