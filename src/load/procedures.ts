import type { LoadJob, LoadReport } from '../record/messages/load.ts';
import { type Driven, drive } from './drive.ts';
import { settledAlive } from './inside.ts';
import { resetPeaks, settledUse, useOf } from './processes.ts';

/** Readings beside the one after the warm-up: the rule of growth wants 18 at least, and leaves the first quarter out. */
const mostStretches = 24;

/** Puts a job's load on its server. */
export const putLoad = async (job: LoadJob): Promise<LoadReport> =>
  job.procedure === 'stretches' ? inStretches(job) : atOnce(job);

const atOnce = async ({ url, load, group, procedure }: LoadJob): Promise<LoadReport> => {
  const isTimed = procedure === 'timing';
  const before = isTimed ? await settledUse(group) : null;
  if (before !== null) resetPeaks(group);
  const warmed = await part({ url, load }, 1, load.warmup);
  if ('status' in warmed) return warmed;
  const atStart = useOf(group);
  const driven = await part({ url, load }, load.warmup + 1, load.requests);
  if ('status' in driven) return driven;
  const atEnd = useOf(group);
  const settled = isTimed ? await settledUse(group) : null;
  const isWhole = before !== null && settled !== null && atStart !== null && atEnd !== null;
  return {
    status: 'completed',
    stretches: null,
    timing: isTimed ? timingOf(driven) : null,
    resident: isWhole
      ? {
          before: before.resident,
          peak: Math.max(atStart.peak, atEnd.peak, settled.peak),
          settled: settled.resident,
          cpuMs: Math.max(0, atEnd.cpuMs - atStart.cpuMs),
        }
      : null,
  };
};

const inStretches = async ({ url, load, group, inside }: LoadJob): Promise<LoadReport> => {
  const alive = inside === null ? null : await settledAlive(inside);
  const of = alive === null ? ('resident' as const) : ('alive' as const);
  const read = async (): Promise<number> => {
    const bytes = alive === null ? (await settledUse(group))?.resident : await settledAlive(inside as string);
    if (bytes == null) throw new Error('the server tells nothing of its memory any more');
    return bytes;
  };
  const before = alive ?? (await settledUse(group))?.resident ?? null;
  const warmed = await part({ url, load }, 1, load.warmup);
  if ('status' in warmed) return warmed;
  const readings = before === null ? [] : [{ requests: 0, bytes: await read() }];
  let done = 0;
  const count = Math.min(mostStretches, load.requests);
  for (let i = 1; i <= count; i++) {
    const until = Math.round((i * load.requests) / count);
    const driven = await part({ url, load }, load.warmup + done + 1, until - done);
    if ('status' in driven) return driven;
    done = until;
    if (before !== null) readings.push({ requests: done, bytes: await read() });
  }
  const stretches = before === null ? null : { of, before, readings };
  return { status: 'completed', timing: null, resident: null, stretches };
};

/** So many requests from a number on, or the failure that one of them is. */
const part = async (
  { url, load }: Pick<LoadJob, 'url' | 'load'>,
  from: number,
  count: number,
): Promise<Driven | Extract<LoadReport, { status: 'failed' }>> => {
  const isOver = load.errors === 'fail';
  const driven = await drive(url, load, { from, to: from + count, isOver });
  return isOver && driven.firstError !== null
    ? { status: 'failed', message: `it ${driven.firstError}` }
    : driven;
};

const timingOf = ({
  wallMs,
  latencies,
  errors,
}: Driven): Extract<LoadReport, { status: 'completed' }>['timing'] => {
  const ms = (percent: number): number => (latencies.count === 0 ? 0 : latencies.percentile(percent) / 1000);
  const requestsPerSecond = wallMs === 0 ? 0 : (1000 * latencies.count) / wallMs;
  return { errors, wallMs, requestsPerSecond, p50: ms(50), p90: ms(90), p99: ms(99) };
};
