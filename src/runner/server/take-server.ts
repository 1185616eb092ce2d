import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Failure, Metrics, Outcome, Sample } from '../../record/journal/sample.ts';
import type { LoadJob, LoadReport } from '../../record/messages/load.ts';
import type { SampleDetail } from '../../record/messages/subject-report.ts';
import type { MetricLackedBy, MetricName, MetricReadBy } from '../../record/metrics.ts';
import type { Purpose } from '../../record/purposes.ts';
import type { ScenarioProgram, ScenarioRow } from '../../scenario/scenario.ts';
import { formatWait } from '../../units/durations.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import type { PlannedSample } from '../plan.ts';
import type { ChildEnd } from '../processes/child-process.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import { type RunningServer, type ServerStart, startServer } from '../processes/server.ts';
import { badEnd, variablesOfParams } from '../program/take-program.ts';
import { conditionsOf, pickMetrics, sampleOf, type Workshop } from '../subject/take-sample.ts';
import { redactionIn } from '../told-outcome.ts';
import { type LoadEnd, startLoad } from './load-process.ts';

/** Takes one sample of a server under load. Null when it was interrupted. */
export const takeServer = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const timeoutMs = workshop.scenario.timeout * 1000;
  const outcome = await runServer(workshop, planned, program, { timeoutMs });
  if (outcome === null) return null;
  const conditions = conditionsOf(workshop.header, []);
  return sampleOf(planned, { startedAt, conditions, outcome }, redactionIn(workshop.scenario, program));
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
): Promise<Outcome | null> => {
  const temporary = path.join(workshop.scratch, 'server-tmp');
  await mkdir(temporary);
  try {
    const start = await started(workshop, planned, program, { ...limits, temporary });
    if (start.type === 'interrupted') return null;
    if (start.type !== 'ready') return failed(failureOfStart(start, program));
    const life = await loaded(workshop, planned, start.server, limits);
    return life === null ? null : outcomeOf(life, workshop, planned);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
};

/** Nobody waits longer for a server that never gets ready, whatever a sample may take. */
const longestStartMs = 60_000;

const started = (
  { services, scratch, signal }: Workshop,
  { row, purpose }: PlannedSample<ScenarioRow>,
  { command, folder, env, server }: ScenarioProgram,
  { timeoutMs, cgroup, temporary }: Limits & { readonly temporary: string },
): Promise<ServerStart> => {
  const told = {
    ...(services.url !== null && { TIDEMARK_URL: services.url }),
    TIDEMARK_PURPOSE: purpose,
    ...variablesOfParams(row),
    TMPDIR: temporary,
  };
  return startServer(
    { command, folder, env: { ...env, ...told }, ready: server?.ready ?? null },
    {
      scratch,
      patienceMs: Math.min(timeoutMs, longestStartMs),
      timeoutMs: 2 * timeoutMs + longestStartMs,
      signal,
      ...(cgroup !== undefined && { within: (file, args) => cgroup.commandLine(file, args) }),
    },
  );
};

/** What is read by which samples of a server; of others nothing, which only must get through the load. */
const procedureOf = (purpose: Purpose): LoadJob['procedure'] =>
  purpose === 'timing' || purpose === 'stretches' ? purpose : 'plain';

/** How a load went, and how the server ended: by itself, or after it. */
type Life =
  | { readonly type: 'gone'; readonly end: ChildEnd }
  | {
      readonly type: 'over';
      readonly load: Exclude<LoadEnd, { type: 'interrupted' }>;
      readonly end: ChildEnd;
      readonly timeoutMs: number;
    };

const loaded = async (
  { scenario, scratch, signal }: Workshop,
  { purpose }: PlannedSample,
  server: RunningServer,
  { timeoutMs }: Limits,
): Promise<Life | null> => {
  const { load } = scenario;
  if (load === undefined) throw new Error('a server is never measured without a load');
  const job = { url: server.url, load, procedure: procedureOf(purpose), group: server.pid, inside: null };
  const noted = server.ended.then((end) => ({ type: 'gone', end }) as const);
  const process = await startLoad(job, { scratch, timeoutMs, signal });
  const first = await Promise.race([process.ended, noted]);
  if (first.type === 'gone') {
    await process.stop();
    // What it told of a server that was gone is nothing.
    await process.ended.catch(() => {});
  }
  // A server that breaks down is seen by who asks before the kernel tells of its end.
  const isWell = first.type === 'reported' && first.report.status === 'completed';
  const gone = await Promise.race([noted, setTimeout(isWell ? 0 : sightMs, null)]);
  const end = await server.stop();
  if (signal.aborted || first.type === 'interrupted') return null;
  return first.type === 'gone' || gone !== null
    ? { type: 'gone', end }
    : { type: 'over', load: first, end, timeoutMs };
};

const sightMs = 500;

const failed = (failure: Failure): Outcome => ({ status: 'failed', failure, completeness: null });

const failureOfStart = (
  start: Exclude<ServerStart, { type: 'ready' | 'interrupted' }>,
  { command }: ScenarioProgram,
): Failure => {
  if (start.type === 'not-installed') {
    return { kind: 'not-installed', message: `there is no ${command[0]} on this machine` };
  }
  return start.end === null
    ? { kind: 'timeout', message: start.why }
    : { ...ofEnd(start.end), message: start.why };
};

/** Of a server that ended while it was needed. */
const ofEnd = ({ exitCode, signal, stderr }: ChildEnd): Failure => {
  const end =
    signal !== undefined
      ? ({ type: 'signal', signal } as const)
      : exitCode === undefined
        ? ({ type: 'not-started' } as const)
        : ({ type: 'exit', code: exitCode } as const);
  return (
    badEnd(end, stderr) ?? {
      kind: 'exit',
      message: `it ended with exit code ${exitCode}${lastWordsIn(stderr)}`,
      exitCode: exitCode ?? null,
    }
  );
};

const outcomeOf = (life: Life, { scenario }: Workshop, planned: PlannedSample): Outcome => {
  if (life.type === 'gone') {
    const failure = ofEnd(life.end);
    return failed({ ...failure, message: `under load ${failure.message}` });
  }
  const {
    load,
    timeoutMs,
    end: { stderr },
  } = life;
  if (load.type === 'timeout') {
    const message = `the load on it did not end within ${formatWait(timeoutMs)}${lastWordsIn(stderr)}`;
    return failed({ kind: 'timeout', message });
  }
  const { report } = load;
  if (report.status === 'failed') {
    return failed({ kind: 'error', message: `${report.message}${lastWordsIn(stderr)}` });
  }
  const { metrics, unavailable, detail } = figuresOf(report, planned);
  const isWanted = ([name]: readonly [string, unknown]): boolean =>
    scenario.metrics.includes(name as MetricName);
  return {
    status: 'completed',
    metrics: pickMetrics(metrics, scenario, planned),
    unavailable: Object.fromEntries(Object.entries(unavailable).filter(isWanted)),
    completeness: null,
    consumer: null,
    detail,
    unseen: { workers: 0, children: null, resident: null },
  };
};

interface Figures {
  readonly metrics: Metrics;
  readonly unavailable: Readonly<Partial<Record<MetricName, string>>>;
  readonly detail: SampleDetail;
}

type OfServers<Purpose extends 'timing' | 'stretches'> = Exclude<
  MetricReadBy<Purpose>,
  MetricLackedBy<'ofServer'>
>;

const figuresOf = (
  report: Extract<LoadReport, { status: 'completed' }>,
  { purpose }: PlannedSample,
): Figures => {
  if (purpose === 'timing') return timingOf(report);
  if (purpose === 'stretches') return stretchesOf(report);
  return { metrics: {}, unavailable: {}, detail: { kind: 'none' } };
};

const noProc = "the kernel tells of other processes in Linux's /proc alone";

const timingOf = ({ timing, resident }: Extract<LoadReport, { status: 'completed' }>): Figures => {
  if (timing === null) throw new Error('a load that was to be timed tells no time');
  const ofClock = {
    wallTime: timing.wallMs,
    requestsPerSecond: timing.requestsPerSecond,
    latencyP50: timing.p50,
    latencyP90: timing.p90,
    latencyP99: timing.p99,
    requestErrors: timing.errors,
  };
  const ofKernel = {
    cpuTime: resident?.cpuMs,
    peakRss: resident?.peak,
    rssBefore: resident?.before,
    rssSettled: resident?.settled,
  };
  const all = { ...ofClock, ...ofKernel } satisfies Record<OfServers<'timing'>, number | undefined>;
  return {
    metrics: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    unavailable:
      resident === null ? Object.fromEntries(Object.keys(ofKernel).map((name) => [name, noProc])) : {},
    detail: { kind: 'none' },
  };
};

const stretchesOf = ({ stretches }: Extract<LoadReport, { status: 'completed' }>): Figures => {
  const lackingOf = (why: string) =>
    ({ liveBefore: why, liveSettled: why }) satisfies Partial<Record<OfServers<'stretches'>, string>>;
  if (stretches === null) {
    return {
      metrics: {},
      unavailable: { ...lackingOf(noProc), growthPerRequest: noProc },
      detail: { kind: 'none' },
    };
  }
  const { of, before, readings } = stretches;
  const detail = { kind: 'stretches', of, readings } as const;
  if (of === 'resident') {
    return { metrics: {}, unavailable: lackingOf('nothing reads its runtime from inside'), detail };
  }
  const settled = readings.at(-1)?.bytes ?? before;
  return { metrics: { liveBefore: before, liveSettled: settled }, unavailable: {}, detail };
};
