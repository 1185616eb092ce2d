import type { AnswerNote } from '../../record/answers.ts';
import type { JournalHeader } from '../../record/journal/journal.ts';
import type {
  Completeness,
  Conditions,
  Failure,
  Metrics,
  Outcome,
  Sample,
} from '../../record/journal/sample.ts';
import type { LiveSearch } from '../../record/messages/live-grain.ts';
import { isCounted, isMetricName, metrics, ofSeveralCycles, purposeOf } from '../../record/metrics.ts';
import type { Purpose } from '../../record/purposes.ts';
import type { OldName } from '../../scenario/case.ts';
import type { Measurement, ScenarioRow } from '../../scenario/scenario.ts';
import type { PlannedSample } from '../plan.ts';
import type { ProgramHost } from '../program/program-process.ts';
import { type Rig, runJob, type Trial } from '../rig.ts';
import type { Redact } from '../secrets/redact.ts';
import type { Services } from '../services/services-process.ts';
import { redactionIn, toldOutcome } from '../told-outcome.ts';
import { tightSchedule } from './gc-schedule.ts';
import { type LiveFound, runLive } from './run-live.ts';
import type { SubjectEnd } from './subject-process.ts';

/** What every sample of a run is taken with. */
export interface Workshop extends Rig {
  readonly header: JournalHeader;
  readonly programs: ProgramHost;
  /** A folder of the run's own for temporary files. */
  readonly scratch: string;
  /** What was found of each row's peak so far, by label. */
  readonly liveSearches: Map<string, LiveSearch>;
  /** Of programs, the name of the process that is the program, as it was found, by label. */
  readonly programNames: Map<string, string>;
  /** Told of each sample of a program that still writes it. */
  readonly onOldName: (oldName: OldName) => void;
}

/** What a pilot found: bytes and milliseconds. */
export interface Pilot {
  readonly peakHeap: number;
  readonly processMs: number;
}

const warmCycles = 5;
/** What a timer of Node can wait, milliseconds; a longer one ends at once. */
const longestTimer = 2 ** 31 - 1;

interface Settings {
  readonly flags: readonly string[];
  readonly cycles: number;
  readonly timeoutMs: number;
}

/** V8's flags for a sample, how many cycles it takes in its process, and how long that may last. */
export const settingsFor = (planned: PlannedSample, workshop: Workshop): Settings => {
  const cycles = takesSeveralCycles(planned, workshop.scenario)
    ? cyclesOf(workshop.scenario)[planned.purpose]
    : 1;
  // The scenario's timeout is of one cycle.
  const timeoutMs = Math.min(workshop.scenario.timeout * 1000 * cycles, longestTimer);
  return { flags: flagsOf[planned.purpose], cycles, timeoutMs };
};

/**
 * V8 itself adds memory for hundreds of cycles: feedback, code, code again where a guess was wrong; and gives bytecode back. A
 * growth of some kB a cycle would be lost in that, so where growth is read all is interpreted, with feedback from the start.
 */
export const steadyCode = [
  '--no-flush-bytecode',
  '--no-lazy-feedback-allocation',
  '--no-sparkplug',
  '--no-maglev',
  '--no-opt',
];

/** V8's flags by what a sample is for; a search for the lowest heap limit sets its own at each try. */
const flagsOf: Readonly<Record<Purpose, readonly string[]>> = {
  pilot: [],
  heap: [],
  live: tightSchedule,
  timing: [],
  cycles: ['--expose-gc', ...steadyCode],
  stretches: [],
  floor: [],
  container: [],
  traced: [],
};

/** Cycles in one process, where a metric of several cycles is wanted; else it is one. */
const cyclesOf = ({ cycles }: Pick<Measurement, 'cycles'>): Readonly<Record<Purpose, number>> => ({
  pilot: 1,
  heap: 1,
  live: 1,
  timing: 1 + warmCycles,
  cycles,
  stretches: 1,
  floor: 1,
  container: 1,
  traced: 1,
});

const takesSeveralCycles = (
  { purpose }: PlannedSample,
  { metrics: wanted }: Pick<Measurement, 'metrics'>,
): boolean => wanted.some((name) => ofSeveralCycles.includes(name) && purposeOf(name) === purpose);

/** Takes one sample in a fresh subject. Null when it was interrupted. */
export const takeSample = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
): Promise<Sample | null> => {
  const { scenario, header } = workshop;
  const limits = settingsFor(planned, workshop);
  const startedAt = new Date().toISOString();
  const { row, purpose } = planned;
  const trial =
    purpose === 'live'
      ? await runLive(
          row.label,
          workshop.liveSearches,
          (search) => runJob(workshop, row, { purpose, search }, limits),
          ({ end }) => liveFoundBy(end),
        )
      : await runJob(workshop, row, { purpose }, limits);
  if (trial === null) return null;
  const outcome = outcomeOf(trial, workshop, planned);
  const redact = redactionIn(scenario, null);
  return sampleOf(planned, { startedAt, conditions: conditionsOf(header, limits.flags), outcome }, redact);
};

/** What a subject has read under the live probe; null where it failed. */
export const liveFoundBy = (end: SubjectEnd): LiveFound | null => {
  if (end.type !== 'reported') return null;
  const { metrics, detail } = end.report;
  if (metrics.peakLive === undefined || detail.kind !== 'live') return null;
  return { peak: metrics.peakLive, precision: detail.precision };
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

/** A sample whose end is known before it is started: what it would take from the machine would tell nothing more. */
export const notTaken = (workshop: Workshop, planned: PlannedSample, reason: string): Sample => {
  const outcome = {
    status: 'failed',
    failure: { kind: 'too-long', message: reason },
    completeness: null,
  } as const;
  const conditions = conditionsOf(workshop.header, settingsFor(planned, workshop).flags);
  const taken = { startedAt: new Date().toISOString(), conditions, outcome };
  return sampleOf(planned, taken, redactionIn(workshop.scenario, null));
};

/** What is recorded of a sample, whatever it was of: texts without what is secret, and cut. */
export const sampleOf = (
  { row, purpose, round }: PlannedSample,
  { startedAt, conditions, outcome }: Pick<Sample, 'startedAt' | 'conditions' | 'outcome'>,
  redact: Redact,
): Sample => ({
  type: 'sample',
  label: row.label,
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
export const outcomeOf = (trial: Trial, workshop: Workshop, planned: PlannedSample): Outcome =>
  withNotes(bareOutcomeOf(trial, workshop, planned), trial.notes);

/** What the services could not answer may be why a sample failed; of one that completed it is kept. */
export const withNotes = (outcome: Outcome, notes: readonly AnswerNote[]): Outcome => {
  if (outcome.status === 'completed') return notes.length === 0 ? outcome : { ...outcome, answers: notes };
  const { failure } = outcome;
  const reasons = notes.flatMap(({ kind, message }) =>
    kind === 'failed'
      ? [message]
      : failure.kind === 'incomplete'
        ? [`the services answered ${message} otherwise than in an earlier sample`]
        : [],
  );
  return { ...outcome, failure: { ...failure, message: [failure.message, ...reasons].join('; ') } };
};

const bareOutcomeOf = (
  { end, completeness, ledger }: Trial,
  { scenario, services }: Workshop,
  planned: PlannedSample,
): Outcome => {
  if (end.type === 'failed') return { status: 'failed', failure: end.failure, completeness };
  if (!mayCount(completeness, scenario)) {
    return { status: 'failed', failure: incompleteness(completeness, scenario), completeness };
  }
  const { report } = end;
  return {
    status: 'completed',
    metrics: pickMetrics({ ...ledger, ...report.metrics }, scenario, planned),
    unavailable: { ...wantedOf(services.unavailable, scenario), ...report.unavailable },
    completeness,
    consumer: report.consumer,
    detail: report.detail,
    unseen: report.unseen,
  };
};

export const incompleteness = (
  { missed, duplicated, stale }: Completeness,
  { case: about, opened }: Measurement,
): Failure => {
  const expected = about.expect(opened);
  const { items } = about.words;
  const message =
    typeof expected === 'function'
      ? `it did not process exactly the workload: ${missed} missed, ${duplicated} duplicated, ${stale} stale`
      : `it did not yield each of the ${expected.count === null ? `${items} that samples before it did` : `${expected.count} ${items}`}, once: ${missed} missed, ${duplicated} repeated, ${stale} beyond them`;
  return { kind: 'incomplete', message };
};

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
