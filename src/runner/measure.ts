import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JournalHeader } from '../record/journal.ts';
import type { Sample } from '../record/sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { openWorkload } from '../workload/open.ts';
import { expectedFingerprints, summariseWorkload } from '../workload/summary.ts';
import { expectSet } from './completeness.ts';
import { findCgroups } from './container/find-cgroups.ts';
import { readEnvironment } from './environment.ts';
import { createJournal } from './journal-file.ts';
import { type PlannedSample, planSamples } from './plan.ts';
import { type ServicesProcess, startServicesProcess } from './services-process.ts';
import { prepareSubjects } from './subject-process.ts';
import { takeContainer } from './take-container.ts';
import { takeFloor } from './take-floor.ts';
import { type LiveFlags, type Pilot, takeSample, type Workshop } from './take-sample.ts';

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
 * @param liveFlags of the run that this one is to be compared with
 */
export async function* measure(
  scenario: Scenario,
  folder: string,
  signal: AbortSignal,
  liveFlags: LiveFlags = new Map(),
): AsyncGenerator<MeasureEvent, void, undefined> {
  const header = await describeRun(scenario);
  const journal = createJournal(folder, header);
  const plan = planSamples(scenario.variants, scenario);
  yield { type: 'planned', header, samples: plan.length };

  const scratch = await mkdtemp(path.join(os.tmpdir(), 'tidemark-'));
  let services: ServicesProcess | undefined;
  try {
    const { profile, seed, services: behaviour } = scenario;
    services = await startServicesProcess({ profile, seed, behaviour }, scratch);
    const subjects = prepareSubjects(scratch, [
      ...new Set(scenario.variants.map((variant) => variant.strategy)),
    ]);
    const workshop: Workshop = {
      scenario,
      header,
      services,
      subjects,
      expected: expectationsOf(scenario),
      liveFlags,
      signal,
    };
    const pilots = new Map<string, Pilot>();
    for (const [index, planned] of plan.entries()) {
      if (signal.aborted) return;
      yield { type: 'sampling', planned, index };
      const began = performance.now();
      const sample = await take(workshop, planned, pilots);
      if (sample === null || signal.aborted) return;
      journal.append(sample);
      const tookMs = performance.now() - began;
      notePilot(sample, tookMs, pilots);
      yield { type: 'sampled', sample, index, tookMs };
    }
  } finally {
    await services?.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

const take = async (
  workshop: Workshop,
  planned: PlannedSample,
  pilots: ReadonlyMap<string, Pilot>,
): Promise<Sample | null> => {
  const pilot = pilots.get(planned.variant.label);
  switch (planned.purpose) {
    case 'floor':
      return takeFloor(workshop, planned, pilot);
    case 'container':
      return takeContainer(workshop, planned, await findCgroups());
    default:
      return takeSample(workshop, planned, pilot);
  }
};

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
    limits: scenario.limits,
  },
  environment: await readEnvironment(),
  workload: summariseWorkload(openWorkload(scenario.profile, scenario.seed), scenario.statuses),
  reference: scenario.reference,
  variants: scenario.variants.map(({ module: _, ...variant }) => variant),
  budgets: scenario.budgets,
});

const expectationsOf = ({ profile, seed, statuses }: Scenario): Workshop['expected'] => ({
  workload: expectSet(expectedFingerprints(openWorkload(profile, seed), statuses)),
  nothing: expectSet([]),
});

const notePilot = (
  { purpose, label, outcome }: Sample,
  processMs: number,
  pilots: Map<string, Pilot>,
): void => {
  if (purpose !== 'pilot' || outcome.status !== 'completed') return;
  const { peakTotal = 0, peakHeap = 0 } = outcome.metrics;
  pilots.set(label, { peakTotal, peakHeap, processMs });
};
