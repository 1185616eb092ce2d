import type { Outcome, Sample } from '../../../record/journal/sample.ts';
import type { LiveSearch } from '../../../record/messages/live-grain.ts';
import type { InsidePurpose } from '../../../record/messages/probe-task.ts';
import type { Purpose } from '../../../record/purposes.ts';
import type { ScenarioProgram, ScenarioRow } from '../../../scenario/scenario.ts';
import type { PlannedSample } from '../../plan.ts';
import { scheduleFromInside } from '../../subject/gc-schedule.ts';
import { type LiveFound, runLive } from '../../subject/run-live.ts';
import { conditionsOf, sampleOf, type Workshop } from '../../subject/take-sample.ts';
import { redactionIn } from '../../told-outcome.ts';
import type { Inside } from './inside.ts';
import type { Found } from './program-among.ts';

/** What a program or a server came to. */
export interface ReadRun {
  readonly outcome: Outcome;
  /** What was read from inside, or why nothing was; null of a sample that is not for it. */
  readonly found: Found | string | null;
}

/** A program or a server in one sample. */
export interface ReadTask {
  readonly workshop: Workshop;
  readonly planned: PlannedSample<ScenarioRow>;
  readonly program: ScenarioProgram;
}

/**
 * Takes one sample of what may be read from inside. Null when it was interrupted.
 * @param flags that V8 has in it
 * @param runOnce with the search of a live sample; null where it was interrupted
 */
export const takeRead = async (
  { workshop, planned, program }: ReadTask,
  flags: readonly string[],
  runOnce: (search?: LiveSearch) => Promise<ReadRun | null>,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const { label } = planned.row;
  const run =
    planned.purpose === 'live'
      ? await runLive(label, workshop.liveSearches, runOnce, (one) =>
          liveFoundIn(one, (name) => workshop.programNames.set(label, name)),
        )
      : await runOnce();
  if (run === null) return null;
  const conditions = conditionsOf(workshop.header, flags);
  const redact = redactionIn(workshop.scenario, program);
  return sampleOf(planned, { startedAt, conditions, outcome: run.outcome }, redact);
};

/** What a live sample read; null where it failed, or nothing was read. */
const liveFoundIn = ({ outcome, found }: ReadRun, note: (name: string) => void): LiveFound | null => {
  if (outcome.status === 'failed' || found === null || typeof found === 'string') return null;
  const { metrics, precision, name } = found.program;
  if (metrics.peakLive === undefined || precision === null) return null;
  note(name);
  return { peak: metrics.peakLive, precision };
};

/** What reads it from inside in a sample of these purposes; null in any other, and where nothing can. */
export const insideFor = (
  { workshop: { programs }, planned: { purpose }, program: { inside } }: ReadTask,
  purposes: readonly Purpose[],
): Inside | null =>
  inside === undefined || !purposes.includes(purpose) ? null : (programs.insides.get(inside) ?? null);

/**
 * What it is told so that it is read from inside; nothing where nothing reads it.
 * @param flags of all samples but live ones
 * @param answers whether it is asked while it runs
 */
export const variablesInside = async (
  inside: Inside | null,
  { workshop, planned: { purpose, row }, program }: ReadTask,
  { flags, answers, search }: { flags: readonly string[]; answers: boolean; search: LiveSearch },
): ReturnType<Inside['variables']> =>
  inside === null
    ? {}
    : inside.variables(
        {
          purpose: purpose as InsidePurpose,
          flags: purpose === 'live' ? scheduleFromInside : flags,
          search,
          searchOf: workshop.programNames.get(row.label) ?? null,
          answers,
        },
        program.env,
      );

/** What is told beside figures of what they leave out. @param left whether it left processes behind; null where nobody knows */
export const unseenOf = (
  found: ReadRun['found'],
  left: boolean | null,
): Extract<Outcome, { status: 'completed' }>['unseen'] =>
  found === null || typeof found === 'string'
    ? { workers: 0, children: left, resident: null }
    : { ...found.program.unseen, children: found.hasOthers || left === true };
