import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { JournalHeader } from '../record/journal.ts';
import type { Sample } from '../record/sample.ts';
import type { Measurement } from '../scenario/scenario.ts';
import { openWorkload } from '../workload/open.ts';
import { expectedFingerprints, summariseWorkload } from '../workload/summary.ts';
import { expectSet } from './completeness.ts';
import { readEnvironment } from './environment.ts';
import { createJournal } from './journal-file.ts';
import { type PlannedSample, planSamples } from './plan.ts';
import { type ServicesProcess, startServicesProcess } from './services-process.ts';
import { prepareSubjects } from './subject-process.ts';
import { takeFloor } from './take-floor.ts';
import { type Pilot, takeSample, type Workshop } from './take-sample.ts';

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
  scenario: Measurement,
  folder: string,
  signal: AbortSignal,
): AsyncGenerator<MeasureEvent, void, undefined> {
  const header = await describeRun(scenario);
  const journal = createJournal(folder, header);
  const plan = planSamples(scenario.variants, scenario.metrics, scenario.samples);
  yield { type: 'planned', header, samples: plan.length };
  if (plan.length === 0) return;

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
      signal,
    };
    const pilots = new Map<string, Pilot>();
    for (const [index, planned] of plan.entries()) {
      if (signal.aborted) return;
      yield { type: 'sampling', planned, index };
      const began = performance.now();
      const take = planned.purpose === 'floor' ? takeFloor : takeSample;
      const sample = await take(workshop, planned, pilots.get(planned.variant.label));
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

const describeRun = async (scenario: Measurement): Promise<JournalHeader> => ({
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
  variants: scenario.variants.map(({ module: _, ...variant }) => variant),
  claims: scenario.claims,
});

const expectationsOf = ({ profile, seed, statuses }: Measurement): Workshop['expected'] => ({
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
