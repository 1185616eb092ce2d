import { setTimeout } from 'node:timers/promises';
import type { Failure } from '../../record/journal/sample.ts';
import type { LoadJob } from '../../record/messages/load.ts';
import type { Purpose } from '../../record/purposes.ts';
import type { ScenarioProgram, ScenarioRow } from '../../scenario/scenario.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import type { PlannedSample } from '../plan.ts';
import type { ChildEnd } from '../processes/child-process.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import type { Variables } from '../processes/process-environment.ts';
import { type RunningServer, type ServerStart, startServer } from '../processes/server.ts';
import type { Inside } from '../program/inside/inside.ts';
import { badEnd, variablesOfParams } from '../program/take-program.ts';
import type { Workshop } from '../subject/take-sample.ts';
import { endInside } from './end-inside.ts';
import { type LoadEnd, startLoad } from './load-process.ts';

interface Circumstances {
  /** Of the start, and of the load again. */
  readonly timeoutMs: number;
  readonly cgroup?: MemoryCgroup;
  /** Variables over what it is told anyway. */
  readonly told: Variables;
  /** What reads it from inside; null where nothing does. */
  readonly inside: Inside | null;
}

type NotStarted = Exclude<ServerStart, { type: 'ready' | 'interrupted' }>;

/** How a server's life under load went. */
export type Life =
  | { readonly type: 'not started'; readonly start: NotStarted }
  /** It ended by itself while it was needed. */
  | { readonly type: 'gone'; readonly end: ChildEnd }
  | {
      readonly type: 'over';
      readonly load: Exclude<LoadEnd, { type: 'interrupted' }>;
      readonly end: ChildEnd;
      readonly timeoutMs: number;
    };

/** Starts a server, puts the scenario's load on it, and ends it. Null when it was interrupted. */
export const underLoad = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  program: ScenarioProgram,
  circumstances: Circumstances,
): Promise<Life | null> => {
  const start = await started(workshop, planned, program, circumstances);
  if (start.type === 'interrupted') return null;
  if (start.type !== 'ready') return { type: 'not started', start };
  try {
    return await loaded(workshop, planned, start.server, circumstances);
  } finally {
    await start.server.stop();
  }
};

/** Nobody waits longer for a server that never gets ready, whatever a sample may take. */
const longestStartMs = 60_000;

const started = (
  { services, scratch, signal }: Workshop,
  { row, purpose }: PlannedSample<ScenarioRow>,
  { command, folder, env, server }: ScenarioProgram,
  { timeoutMs, cgroup, told }: Circumstances,
): Promise<ServerStart> => {
  const variables = {
    ...(services.url !== null && { TIDEMARK_URL: services.url }),
    TIDEMARK_PURPOSE: purpose,
    ...variablesOfParams(row),
    ...told,
  };
  return startServer(
    { command, folder, env: { ...env, ...variables }, ready: server?.ready ?? null },
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

const loaded = async (
  { scenario, scratch, signal }: Workshop,
  { purpose }: PlannedSample,
  server: RunningServer,
  { timeoutMs, inside }: Circumstances,
): Promise<Life | null> => {
  const { load } = scenario;
  if (load === undefined) throw new Error('a server is never measured without a load');
  const procedure = procedureOf(purpose);
  const asks = procedure === 'stretches' ? (inside?.folder ?? null) : null;
  const job = { url: server.url, load, procedure, group: server.pid, inside: asks };
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
  // What is read from inside is written when a process ends by itself.
  if (gone === null && isWell && asks === null && inside !== null) await endInside(inside.folder, server);
  const end = await server.stop();
  if (signal.aborted || first.type === 'interrupted') return null;
  return first.type === 'gone' || gone !== null
    ? { type: 'gone', end }
    : { type: 'over', load: first, end, timeoutMs };
};

const sightMs = 500;

export const failureOfStart = (start: NotStarted, { command }: ScenarioProgram): Failure => {
  if (start.type === 'not-installed') {
    return { kind: 'not-installed', message: `there is no ${command[0]} on this machine` };
  }
  return start.end === null
    ? { kind: 'timeout', message: start.why }
    : { ...ofEnd(start.end), message: start.why };
};

/** Of a server that ended while it was needed. */
export const ofEnd = ({ exitCode, signal, stderr }: ChildEnd): Failure => {
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
