import { SystemFailure } from '../errors/system-failure.ts';
import { messageOf } from '../errors/user-error.ts';
import type { JournalHeader } from '../record/journal/journal.ts';
import type { Sample } from '../record/journal/sample.ts';
import { cutMessage } from '../record/message.ts';
import type { Purpose } from '../record/purposes.ts';
import type { OldName } from '../scenario/case.ts';
import type { Measurement, ScenarioRow } from '../scenario/scenario.ts';
import { tooLongFor } from '../scenario/too-long.ts';
import { type CodeWatch, watchCode } from './environment/code-watch.ts';
import { describeRun } from './environment/describe-run.ts';
import { createJournal, type JournalFile } from './files/journal-file.ts';
import { findCgroups } from './limits/container/find-cgroups.ts';
import type { CgroupHost } from './limits/container/memory-cgroup.ts';
import { takeContainer } from './limits/take-container.ts';
import { takeHeapLimit } from './limits/take-heap-limit.ts';
import { type PlannedSample, planOf } from './plan.ts';
import { type Inside, prepareInside } from './program/inside/inside.ts';
import { findLauncher, type Launcher } from './program/program-marks.ts';
import { preparePrograms } from './program/program-process.ts';
import { takeProgram } from './program/take-program.ts';
import { type OpenRig, openRig } from './rig.ts';
import { takeServer } from './server/take-server.ts';
import { surveyed } from './services/survey.ts';
import { notTaken, type Pilot, settingsFor, takeSample, type Workshop } from './subject/take-sample.ts';
import { redactionIn } from './told-outcome.ts';

/** What happens while a scenario is measured, in order. */
export type MeasureEvent =
  | { readonly type: 'planned'; readonly header: JournalHeader; readonly samples: number }
  | WarmEvent
  | { readonly type: 'sampling'; readonly planned: PlannedSample; readonly index: number }
  | { readonly type: 'sampled'; readonly sample: Sample; readonly index: number; readonly tookMs: number }
  /** What a user, or a program, wrote is called otherwise now. */
  | { readonly type: 'renamed'; readonly oldNames: readonly OldName[] };

/** Modules are compiled, for all rows at once: no sample's time. */
type WarmEvent = { readonly type: 'warming' } | { readonly type: 'warmed'; readonly tookMs: number };

interface MeasureOptions {
  /** Over the code of several measurements, from before the first of them. */
  readonly watch?: Pick<CodeWatch, 'assertUnchanged'>;
}

/**
 * Measures a scenario and tells what happens. Each sample is in the journal before it is told. When the signal is
 * aborted the sample under way is ended and given up, and nothing more is told.
 *
 * @param folder where the journal goes
 * @throws CodeChanged where a row's code is not what it was; the sample that it may have met is given up
 */
export async function* measure(
  asked: Measurement,
  folder: string,
  signal: AbortSignal,
  { watch }: MeasureOptions = {},
): AsyncGenerator<MeasureEvent, void, undefined> {
  const code = watchCode([asked]);
  const { assertUnchanged } = watch ?? code;
  const described = await describe(asked, code, signal).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
  if (described === undefined) return;
  const { scenario, header } = described;
  const { rows } = scenario;
  const plan = planOf(scenario);
  yield { type: 'planned', header, samples: plan.length };
  if (plan.length === 0) {
    createJournal(folder, header);
    return;
  }

  let rig: OpenRig | undefined;
  let journal: JournalFile | undefined;
  // Once a run: version 2 moves this process for it.
  let found: Promise<CgroupHost> | undefined;
  const cgroups = () => (found ??= findCgroups());
  try {
    rig = await openRig('run', scenario, signal);
    // Not before there are services: of a run that could not begin nothing is left that would be in the next one's way.
    journal = createJournal(folder, header);
    const hasPrograms = rows.some(({ program }) => program !== null);
    const launcher = hasPrograms ? await findLauncher(rig.scratch, signal) : noPrograms;
    const oldNames: OldName[] = [];
    const workshop: Workshop = {
      ...rig,
      header,
      programs: preparePrograms(rig.scratch, launcher, await insidesOf(rows, rig.scratch, signal)),
      liveSearches: new Map(),
      programNames: new Map(),
      onOldName: (oldName) => oldNames.push(oldName),
    };
    const pilots = new Map<string, Pilot>();
    for (const [index, planned] of plan.entries()) {
      if (signal.aborted) return;
      yield* warmUp(workshop, planned);
      if (signal.aborted) return;
      yield { type: 'sampling', planned, index };
      const began = performance.now();
      const sample = await take(workshop, planned, pilots, cgroups);
      if (signal.aborted) return;
      if (sample === null) throw new Error('a sample was given up although nothing interrupted the run');
      assertUnchanged();
      journal.append(sample);
      const tookMs = performance.now() - began;
      notePilot(sample, tookMs, pilots);
      yield { type: 'sampled', sample, index, tookMs };
      if (oldNames.length > 0) yield { type: 'renamed', oldNames: oldNames.splice(0) };
    }
  } catch (thrown) {
    // What failed for want of services that the signal had ended.
    if (signal.aborted) return;
    if (journal !== undefined) noteEnd(journal, thrown, scenario);
    throw thrown;
  } finally {
    await rig?.close();
    const host = await found;
    if (host?.available) await host.close();
  }
}

const describe = async (asked: Measurement, code: CodeWatch, signal: AbortSignal) => {
  const scenario = await surveyed(asked, signal);
  return { scenario, header: await describeRun(scenario, code, signal) };
};

/** Before the first sample with other flags of V8; a search for the lowest heap has others at each try, and warms up itself. */
async function* warmUp(
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
): AsyncGenerator<WarmEvent, void, undefined> {
  const { subjects, signal } = workshop;
  const limits = settingsFor(planned, workshop);
  if (planned.row.program !== null || planned.purpose === 'floor' || subjects.isWarm(limits)) return;
  const began = performance.now();
  yield { type: 'warming' };
  await subjects.warm({ ...limits, signal });
  if (!signal.aborted) yield { type: 'warmed', tookMs: performance.now() - began };
}

const take = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  pilots: ReadonlyMap<string, Pilot>,
  cgroups: () => Promise<CgroupHost>,
): Promise<Sample | null> => {
  const pilot = pilots.get(planned.row.label);
  const { program } = planned.row;
  const tooLong = tooLongFor(workshop.scenario, planned.row);
  if (tooLong !== null) return notTaken(workshop, planned, tooLong.reason);
  switch (procedureFor[planned.purpose]) {
    case 'container':
      return takeContainer(workshop, planned, await cgroups());
    case 'floor':
      return takeHeapLimit(workshop, planned, pilot);
    case 'once':
      if (program === null) return takeSample(workshop, planned);
      return program.server === undefined
        ? takeProgram(workshop, planned, program)
        : takeServer(workshop, planned, program);
  }
};

/** How a sample is taken, by what it is for: by a search, or by running its subject once. */
const procedureFor: Readonly<Record<Purpose, 'once' | 'floor' | 'container'>> = {
  pilot: 'once',
  heap: 'once',
  live: 'once',
  timing: 'once',
  cycles: 'once',
  stretches: 'once',
  floor: 'floor',
  container: 'container',
  traced: 'once',
};

/** Reports are made of the journal alone, so it says why it ends. Where even that cannot be written, the first failure is told. */
const noteEnd = (journal: JournalFile, thrown: unknown, scenario: Measurement): void => {
  const why = scenario.rows.reduce(
    (told, { program }) => redactionIn(scenario, program)(told),
    messageOf(thrown),
  );
  try {
    journal.append({ type: 'broken-off', why: cutMessage(why) });
  } catch (again) {
    if (!(again instanceof SystemFailure)) throw again;
  }
};

/** What reads the programs of these rows from inside, by the name of their runtime. */
const insidesOf = async (
  rows: readonly ScenarioRow[],
  scratch: string,
  signal: AbortSignal,
): Promise<Map<string, Inside>> => {
  const insides = new Map<string, Inside>();
  for (const name of new Set(rows.flatMap(({ program }) => program?.inside ?? []))) {
    const inside = await prepareInside(name, scratch, signal);
    if (inside !== null) insides.set(name, inside);
  }
  return insides;
};

const noPrograms: Launcher = { type: 'none', why: 'the scenario has no program' };

const notePilot = (
  { purpose, label, outcome }: Sample,
  processMs: number,
  pilots: Map<string, Pilot>,
): void => {
  if (purpose !== 'pilot' || outcome.status !== 'completed') return;
  pilots.set(label, { peakHeap: outcome.metrics.peakHeap ?? 0, processMs });
};
