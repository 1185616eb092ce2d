/**
 * Where the figures of a program come from, and why from there. Tried on Linux 6, Node 26.10, Python 3.11:
 *
 * - **wait4 in a small parent** (`launcher.py`) is what is used. The mark is the kernel's, complete when the process has
 *   ended, and costs the program nothing. It starts from the parent's size: spawned by a process of 590 MB, `python3`
 *   reported 590 MB of itself; spawned by the launcher, which that process had spawned, 10 MB. So the launcher is small
 *   (9 MB), and a figure that does not exceed the launcher's own is no figure.
 * - **A memory cgroup's mark** (memory.peak, memory.max_usage_in_bytes) counts the page cache with it. The client that
 *   writes each answer to a file and reads it back is charged for the file, which the kernel drops when memory is short
 *   (wmcore_like over 54 MB of JSON: 362 MB, 316 MB resident), and not for libraries that another process has loaded
 *   (naive: 245 MB, 254 MB resident). That is the answer to "which container is large enough" (minContainer, by survival),
 *   not to "how much is resident".
 * - **VmHWM in /proc** is gone with the process. Reading it in time means polling, which misses short processes.
 * - **The program's own report** (`peakRss`) is taken where there is no launcher: it is the program's word.
 *
 * That mark is of the largest process. A program of one process has it as its peak. Of several the kernel keeps no mark together, so the
 * launcher adds up what each has, every 20 ms: a sum of samples, called so, and no less than the largest. Pages that processes share
 * count in each. A cgroup would keep a mark of all, but of their page cache with it, see above.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Metrics } from '../../record/journal/sample.ts';
import type { ResidentOf } from '../../record/messages/subject-report.ts';
import type { MetricLackedBy, MetricReadBy } from '../../record/metrics.ts';
import { amount, count, flag, name, type Of, objectOf } from '../../record/shape.ts';
import { type ChildEnd, runChild } from '../processes/child-process.ts';
import { programEnvironment } from '../processes/process-environment.ts';

export type Launcher =
  /** What stands before a program on the command line to have it measured. */
  | { readonly type: 'found'; readonly command: readonly string[] }
  /** `why` in words: programs are started by themselves, and nothing is known of their memory. */
  | { readonly type: 'none'; readonly why: string };

/** How a program's process ended, as the launcher saw it. */
const ended = z.discriminatedUnion('type', [
  objectOf({ type: z.literal('exit'), code: count }),
  objectOf({ type: z.literal('signal'), signal: name }),
]);
const notStarted = objectOf({ type: z.literal('not-started') });
type ProgramEnd = Of<typeof ended | typeof notStarted>;

const launcherReport = z.union([
  objectOf({
    end: ended,
    wallMs: amount,
    cpuMs: amount,
    peakRss: count,
    /** The most that its processes were seen to have at once; null where it was one process. */
    treeRss: count.nullable().default(null),
    /** The launcher's own size when it started the program. */
    launcherBytes: count,
    left: flag.nullable(),
  }),
  objectOf({ end: notStarted }),
]);

export interface Marks {
  readonly end: ProgramEnd;
  readonly metrics: Metrics;
  readonly unavailable: Readonly<Partial<Record<keyof Metrics, string>>>;
  /** Whether it ended before a child of its own; null where nobody tells. */
  readonly left: boolean | null;
  /** What its peakRss is of; null where it has none of the kernel's. */
  readonly residentOf: ResidentOf | null;
}

const script = fileURLToPath(new URL('./launcher.py', import.meta.url));

/**
 * A `python3` that can launch, tried with a program that does nothing: a name on the path may be a mere stand-in.
 * @param scratch a folder of this run's own
 */
export const findLauncher = async (
  scratch: string,
  signal: AbortSignal,
  pythons: readonly string[] = ['python3', '/usr/bin/python3'],
  launcherScript = script,
): Promise<Launcher> => {
  const marksPath = path.join(scratch, 'launcher-trial.json');
  const complaints: string[] = [];
  for (const python of pythons) {
    const command = [python, '-I', '-S', launcherScript];
    const trial = await runChild(python, [...command.slice(1), marksPath, '/bin/sh', '-c', ':'], {
      stdin: 'until we end',
      env: programEnvironment(),
      keepStderrIn: scratch,
      timeoutMs: 60_000,
      signal,
    });
    if ((await readMarks(marksPath))?.end.type === 'exit') return { type: 'found', command };
    if (wasStarted(trial)) complaints.push(`${python} could not start the launcher${complaintOf(trial)}`);
  }
  return { type: 'none', why: `${complaints[0] ?? 'no python3 is on this machine'}, and ${onlyParentsKnow}` };
};

const wasStarted = ({ exitCode, signal, timedOut }: ChildEnd): boolean =>
  exitCode !== undefined || signal !== undefined || timedOut;

/** The last line, where Python says what is wrong. */
const complaintOf = ({ timedOut, stderr }: ChildEnd): string => {
  if (timedOut) return ' within a minute';
  const lastLine = stderr.trim().split('\n').at(-1);
  return lastLine ? ` (${lastLine.slice(0, 300)})` : '';
};

const onlyParentsKnow = "Node cannot ask the kernel for another process's mark";

/** What the launcher wrote; null if it did not get that far. */
export const readMarks = async (file: string): Promise<Marks | null> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return text === undefined ? null : marksIn(launcherReport.parse(JSON.parse(text)));
};

export const marksIn = (report: Of<typeof launcherReport>): Marks => {
  if (!('wallMs' in report)) return { ...report, metrics: {}, unavailable: {}, left: null, residentOf: null };
  const { end, wallMs, cpuMs, peakRss: largest, treeRss, launcherBytes, left } = report;
  const metrics: Readonly<Record<Exclude<MetricReadBy<'timing'>, MetricLackedBy<'ofProgram'>>, number>> = {
    wallTime: wallMs,
    cpuTime: cpuMs,
    peakRss: Math.max(largest, treeRss ?? 0),
    peakRssLargest: largest,
  };
  const residentOf = treeRss === null ? 'one process' : 'sum of samples';
  if (largest > spawnerMargin * launcherBytes) return { end, metrics, unavailable: {}, left, residentOf };
  const { wallTime, cpuTime } = metrics;
  const why = tooSmall(largest);
  const unavailable = { peakRss: why, peakRssLargest: why };
  return { end, metrics: { wallTime, cpuTime }, unavailable, left, residentOf: null };
};

/** The kernel counts resident pages in batches, so that two readings of one size differ by some hundred kilobytes. */
const spawnerMargin = 1.05;

const tooSmall = (peakRss: number): string =>
  `at most ${(peakRss / 1e6).toFixed(1)} MB: the mark starts from the size of the process that spawns the program`;
