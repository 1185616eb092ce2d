import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Failure, Outcome, Sample } from '../../record/journal/sample.ts';
import { firstSearch, type LiveSearch } from '../../record/messages/live-grain.ts';
import type { InsidePurpose } from '../../record/messages/probe-task.ts';
import type { MetricName } from '../../record/metrics.ts';
import type { ScenarioProgram, ScenarioRow } from '../../scenario/scenario.ts';
import { formatWait } from '../../units/durations.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import type { PlannedSample } from '../plan.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import type { Inside } from '../program/inside/inside.ts';
import { type Found, programAmong } from '../program/inside/program-among.ts';
import { scheduleFromInside, tightSchedule } from '../subject/gc-schedule.ts';
import { type LiveFound, runLive } from '../subject/run-live.ts';
import { conditionsOf, pickMetrics, sampleOf, steadyCode, type Workshop } from '../subject/take-sample.ts';
import { redactionIn } from '../told-outcome.ts';
import { figuresOf } from './server-figures.ts';
import { failureOfStart, type Life, ofEnd, underLoad } from './server-life.ts';

/** Takes one sample of a server under load. Null when it was interrupted. */
export const takeServer = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const limits = { timeoutMs: workshop.scenario.timeout * 1000 };
  const { label } = planned.row;
  const run =
    planned.purpose === 'live'
      ? await runLive(
          label,
          workshop.liveSearches,
          (search) => runOnce(workshop, planned, program, { ...limits, search }),
          (one) => liveFoundIn(one, (name) => workshop.programNames.set(label, name)),
        )
      : await runOnce(workshop, planned, program, limits);
  if (run === null) return null;
  const conditions = conditionsOf(workshop.header, flagsOf(planned, program));
  const redact = redactionIn(workshop.scenario, program);
  return sampleOf(planned, { startedAt, conditions, outcome: run.outcome }, redact);
};

/** What a live sample read; null where it failed, or nothing was read. */
const liveFoundIn = ({ outcome, found }: ServerRun, note: (name: string) => void): LiveFound | null => {
  if (outcome.status === 'failed' || found === null || typeof found === 'string') return null;
  const { metrics, precision, name } = found.program;
  if (metrics.peakLive === undefined || precision === null) return null;
  note(name);
  return { peak: metrics.peakLive, precision };
};

/** That V8 has, where it is Node's. Where growth is read, nothing is compiled meanwhile. */
const flagsOf = ({ purpose }: PlannedSample, { inside }: ScenarioProgram): readonly string[] => {
  if (inside !== 'node') return [];
  return purpose === 'stretches' ? steadyCode : purpose === 'live' ? tightSchedule : [];
};

interface ServerRun {
  readonly outcome: Outcome;
  /** What was read from inside when it ended, or why nothing was; null of a sample that is not for it. */
  readonly found: Found | string | null;
}

interface Limits {
  /** Of the start, and of the load again. */
  readonly timeoutMs: number;
  /** What the server runs in; nothing of its own if not given. */
  readonly cgroup?: MemoryCgroup;
}

/** Starts a server, puts the scenario's load on it, and ends it. Null when it was interrupted. */
export const runServer = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
  limits: Limits,
): Promise<Outcome | null> => (await runOnce(workshop, planned, program, limits))?.outcome ?? null;

const runOnce = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
  { search = firstSearch, ...limits }: Limits & { readonly search?: LiveSearch },
): Promise<ServerRun | null> => {
  const temporary = path.join(workshop.scratch, 'server-tmp');
  await mkdir(temporary);
  try {
    const { purpose, row } = planned;
    const inside = insideFor(workshop, planned, program);
    const variables = await inside?.variables(
      {
        purpose: purpose as InsidePurpose,
        flags: purpose === 'live' ? scheduleFromInside : flagsOf(planned, program),
        search,
        searchOf: workshop.programNames.get(row.label) ?? null,
        answers: true,
      },
      program.env,
    );
    const told = { ...variables, TMPDIR: temporary };
    const life = await underLoad(workshop, planned, program, { ...limits, told, inside });
    if (life === null) return null;
    const isRead = inside !== null && purpose !== 'stretches' && life.type === 'over';
    const found = isRead ? programAmong(await inside.read(), inside.launchers) : null;
    return { outcome: outcomeOf(life, found, { workshop, planned, program }), found };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

/** What reads it from inside in this sample; null where nothing does. */
const insideFor = (
  { programs }: Workshop,
  { purpose }: PlannedSample,
  { inside }: ScenarioProgram,
): Inside | null =>
  inside === undefined || !(purpose === 'stretches' || purpose === 'heap' || purpose === 'live')
    ? null
    : (programs.insides.get(inside) ?? null);

const failed = (failure: Failure): Outcome => ({ status: 'failed', failure, completeness: null });

const outcomeOf = (
  life: Life,
  found: Found | string | null,
  {
    workshop: { scenario },
    planned,
    program,
  }: {
    readonly workshop: Workshop;
    readonly planned: PlannedSample;
    readonly program: ScenarioProgram;
  },
): Outcome => {
  if (life.type === 'not started') return failed(failureOfStart(life.start, program));
  if (life.type === 'gone') {
    const failure = ofEnd(life.end);
    return failed({ ...failure, message: `under load ${failure.message}` });
  }
  const { load, timeoutMs, end } = life;
  const lastWords = lastWordsIn(end.stderr);
  if (load.type === 'timeout') {
    const message = `the load on it did not end within ${formatWait(timeoutMs)}${lastWords}`;
    return failed({ kind: 'timeout', message });
  }
  const { report } = load;
  if (report.status === 'failed') return failed({ kind: 'error', message: `${report.message}${lastWords}` });
  const { metrics, unavailable, detail } = figuresOf(report, found, planned);
  const isWanted = ([name]: readonly [string, unknown]): boolean =>
    scenario.metrics.includes(name as MetricName);
  const read = found === null || typeof found === 'string' ? null : found;
  return {
    status: 'completed',
    metrics: pickMetrics(metrics, scenario, planned),
    unavailable: Object.fromEntries(Object.entries(unavailable).filter(isWanted)),
    completeness: null,
    consumer: null,
    detail,
    unseen:
      read === null
        ? { workers: 0, children: null, resident: null }
        : { ...read.program.unseen, children: read.hasOthers },
  };
};
