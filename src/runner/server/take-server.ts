import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Failure, Outcome, Sample } from '../../record/journal/sample.ts';
import { firstSearch, type LiveSearch } from '../../record/messages/live-grain.ts';
import type { MetricName } from '../../record/metrics.ts';
import type { ScenarioProgram, ScenarioRow } from '../../scenario/scenario.ts';
import { formatWait } from '../../units/durations.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import type { PlannedSample } from '../plan.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import { programAmong } from '../program/inside/program-among.ts';
import {
  insideFor,
  type ReadRun,
  type ReadTask,
  takeRead,
  unseenOf,
  variablesInside,
} from '../program/inside/take-read.ts';
import { tightSchedule } from '../subject/gc-schedule.ts';
import { pickMetrics, steadyCode, type Workshop } from '../subject/take-sample.ts';
import { figuresOf } from './server-figures.ts';
import { failureOfStart, type Life, ofEnd, underLoad } from './server-life.ts';

/** Takes one sample of a server under load. Null when it was interrupted. */
export const takeServer = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
): Promise<Sample | null> => {
  const task = { workshop, planned, program };
  const limits = { timeoutMs: workshop.scenario.timeout * 1000 };
  return takeRead(task, flagsOf(planned, program), (search) => runOnce(task, limits, search));
};

/** That V8 has, where it is Node's. Where growth is read, nothing is compiled meanwhile. */
const flagsOf = ({ purpose }: PlannedSample, { inside }: ScenarioProgram): readonly string[] => {
  if (inside !== 'node') return [];
  return purpose === 'stretches' ? steadyCode : purpose === 'live' ? tightSchedule : [];
};

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
): Promise<Outcome | null> => (await runOnce({ workshop, planned, program }, limits))?.outcome ?? null;

const runOnce = async (
  task: ReadTask,
  limits: Limits,
  search: LiveSearch = firstSearch,
): Promise<ReadRun | null> => {
  const { workshop, planned, program } = task;
  const temporary = path.join(workshop.scratch, 'server-tmp');
  await mkdir(temporary);
  try {
    const inside = insideFor(task, ['stretches', 'heap', 'live']);
    const flags = flagsOf(planned, program);
    const variables = await variablesInside(inside, task, { flags, answers: true, search });
    const told = { ...variables, TMPDIR: temporary };
    const life = await underLoad(workshop, planned, program, { ...limits, told, inside });
    if (life === null) return null;
    const isRead = inside !== null && planned.purpose !== 'stretches' && life.type === 'over';
    const found = isRead ? programAmong(await inside.read(), inside.launchers) : null;
    return { outcome: outcomeOf(life, found, task), found };
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

const failed = (failure: Failure): Outcome => ({ status: 'failed', failure, completeness: null });

const outcomeOf = (
  life: Life,
  found: ReadRun['found'],
  { workshop: { scenario }, planned, program }: ReadTask,
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
  return {
    status: 'completed',
    metrics: pickMetrics(metrics, scenario, planned),
    unavailable: Object.fromEntries(Object.entries(unavailable).filter(isWanted)),
    completeness: null,
    consumer: null,
    detail,
    unseen: unseenOf(found, null),
  };
};
