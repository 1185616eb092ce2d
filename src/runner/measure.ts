import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JournalHeader } from '../record/journal.ts';
import { isMetricName, metrics } from '../record/metrics.ts';
import type { Conditions, Metrics, Outcome, Sample } from '../record/sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { openWorkload } from '../workload/open.ts';
import { expectedFingerprints, summariseWorkload } from '../workload/summary.ts';
import { checkCompleteness, type ExpectedSet, expectSet } from './completeness.ts';
import { readEnvironment } from './environment.ts';
import { tightSchedule } from './gc-schedule.ts';
import { createJournal } from './journal-file.ts';
import { type PlannedSample, planSamples } from './plan.ts';
import { type ServicesProcess, startServicesProcess } from './services-process.ts';
import { prepareSubjects, type SubjectEnd, type SubjectHost } from './subject-process.ts';

/** What happens while a scenario is measured, in order. */
export type MeasureEvent =
  | { readonly type: 'planned'; readonly header: JournalHeader; readonly samples: number }
  | { readonly type: 'sampling'; readonly planned: PlannedSample; readonly index: number }
  | { readonly type: 'sampled'; readonly sample: Sample; readonly index: number; readonly tookMs: number };

/**
 * Measures a scenario and tells what happens. Each sample is in the journal before it is told. When the signal is
 * aborted the sample under way is ended and given up, and nothing more is told.
 *
 * @param folder where the journal goes
 */
export async function* measure(
  scenario: Scenario,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<MeasureEvent, void, undefined> {
  const header = await describeRun(scenario);
  const journal = createJournal(folder, header);
  const plan = planSamples(scenario.variants, scenario.metrics, scenario.samples);
  yield { type: 'planned', header, samples: plan.length };

  const scratch = await mkdtemp(path.join(os.tmpdir(), 'tidemark-'));
  let services: ServicesProcess | undefined;
  try {
    const { profile, seed, services: behaviour } = scenario;
    services = await startServicesProcess({ profile, seed, behaviour }, scratch);
    const subjects = prepareSubjects(scratch, [
      ...new Set(scenario.variants.map((variant) => variant.strategy)),
    ]);
    const expected = expectationsOf(scenario);
    const pilotPeaks = new Map<string, number>();
    for (const [index, planned] of plan.entries()) {
      if (signal.aborted) return;
      yield { type: 'sampling', planned, index };
      const began = performance.now();
      const flags = flagsFor(planned, pilotPeaks);
      const sample = await takeSample({
        scenario,
        services,
        subjects,
        expected,
        header,
        planned,
        flags,
        signal,
      });
      if (sample === null) return;
      journal.append(sample);
      notePilot(sample, pilotPeaks);
      yield { type: 'sampled', sample, index, tookMs: performance.now() - began };
    }
  } finally {
    await services?.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

const describeRun = async (scenario: Scenario): Promise<JournalHeader> => ({
  type: 'run',
  schema: 'tidemark/journal@1',
  scenario: {
    name: scenario.name,
    description: scenario.description,
    path: scenario.path,
    seed: scenario.seed,
    scale: scenario.scale,
    samples: scenario.samples,
    metrics: scenario.metrics,
  },
  environment: await readEnvironment(),
  workload: summariseWorkload(openWorkload(scenario.profile, scenario.seed), scenario.statuses),
  reference: scenario.reference,
  variants: scenario.variants.map(({ label, strategy, params, runtime, expect }) => ({
    label,
    strategy,
    params,
    runtime,
    expect,
  })),
});

interface Expectations {
  readonly all: ExpectedSet;
  readonly none: ExpectedSet;
}

const expectationsOf = ({ profile, seed, statuses }: Scenario): Expectations => ({
  all: expectSet(expectedFingerprints(openWorkload(profile, seed), statuses)),
  none: expectSet([]),
});

interface SampleWork {
  readonly scenario: Scenario;
  readonly services: ServicesProcess;
  readonly subjects: SubjectHost;
  readonly expected: Expectations;
  readonly header: JournalHeader;
  readonly planned: PlannedSample;
  /** V8's. */
  readonly flags: readonly string[];
  readonly signal: AbortSignal;
}

const flagsFor = (
  { purpose, variant }: PlannedSample,
  pilotPeaks: ReadonlyMap<string, number>,
): readonly string[] => (purpose === 'live' ? tightSchedule(pilotPeaks.get(variant.label) ?? null) : []);

const notePilot = ({ purpose, label, outcome }: Sample, pilotPeaks: Map<string, number>): void => {
  if (purpose !== 'pilot' || outcome.status !== 'completed') return;
  const { peakTotal } = outcome.metrics;
  if (peakTotal !== undefined) pilotPeaks.set(label, peakTotal);
};

/** Null when it was interrupted. */
const takeSample = async (work: SampleWork): Promise<Sample | null> => {
  const { scenario, services, subjects, header, planned, flags, signal } = work;
  const { variant, purpose, round } = planned;
  const startedAt = new Date().toISOString();
  await services.resetLedger();
  const end = await subjects.run(
    {
      url: services.url,
      statuses: scenario.statuses,
      strategy: variant.strategy,
      params: variant.params,
      purpose,
    },
    { timeoutMs: scenario.timeout * 1000, flags, signal },
  );
  if (end.type === 'interrupted') return null;
  const conditions: Conditions = {
    node: header.environment.node,
    arch: header.environment.arch,
    flags,
    workloadDigest: header.workload.digest,
  };
  const outcome = outcomeOf(end, await services.readLedger(), work);
  return { type: 'sample', label: variant.label, purpose, round, startedAt, conditions, outcome };
};

/** A strategy that did not process exactly the workload has no figures, whatever it reported. */
const outcomeOf = (
  end: Exclude<SubjectEnd, { type: 'interrupted' }>,
  ledger: Metrics,
  { scenario, expected, planned }: SampleWork,
): Outcome => {
  const set = planned.variant.strategy === 'idle' ? expected.none : expected.all;
  const completeness = checkCompleteness(set, end.processed);
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
    timeline: report.timeline,
  };
};

const pickMetrics = (all: Metrics, scenario: Scenario, { purpose }: PlannedSample): Metrics =>
  Object.fromEntries(
    Object.entries(all).filter(
      ([name]) =>
        isMetricName(name) &&
        (purpose === 'pilot' ||
          (scenario.metrics.includes(name) &&
            (metrics[name].readBy === purpose || metrics[name].readBy === 'ledger'))),
    ),
  );
