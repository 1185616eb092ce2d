import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../errors/user-error.ts';
import { type Fingerprint, readFingerprints } from '../../record/journal/fingerprint.ts';
import type { Failure, FailureKind } from '../../record/journal/sample.ts';
import type { SubjectJob, SubjectTask } from '../../record/messages/subject.ts';
import { type SubjectReport, subjectReportShape } from '../../record/messages/subject-report.ts';
import { readAs } from '../../record/shape.ts';
import { formatWait } from '../../units/durations.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import { type ChildEnd, runChild } from '../processes/child-process.ts';
import { unwritable } from '../processes/compile-cache.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import { ownEnvironment, type Variables } from '../processes/process-environment.ts';
import { writeTemporary } from '../processes/scratch.ts';
import { type Loaded, prepareWarmStarts, type StartLimits, type WarmStarts } from './warm-starts.ts';

/** With this file's own extension: `.js` in the package, which is built. */
export const subjectMain = path.join(
  import.meta.dirname,
  `../../subject/main${path.extname(import.meta.filename)}`,
);

/** What came of a subject's life. Fingerprints are there even when it failed: what was processed until then. */
export type SubjectEnd =
  | {
      readonly type: 'reported';
      readonly report: Extract<SubjectReport, { status: 'completed' }>;
      readonly processed: readonly Fingerprint[];
    }
  | { readonly type: 'failed'; readonly failure: Failure; readonly processed: readonly Fingerprint[] }
  | { readonly type: 'interrupted' };

export interface SubjectHost extends Pick<WarmStarts, 'warm' | 'isWarm'> {
  readonly run: (
    job: SubjectJob,
    limits: StartLimits & {
      /** What it runs in; nothing of its own if not given. */
      readonly cgroup?: MemoryCgroup;
      /** Called before the job is run again, from its beginning. */
      readonly onRepeat?: () => Promise<void>;
    },
  ) => Promise<SubjectEnd>;
}

/**
 * Prepares a place for subjects to run in, one at a time. All of them share a compile cache that an earlier start has
 * filled: stripping types in the measured process would add 4 MB of heap and 7 MB beside it to every figure.
 *
 * @param scratch a folder of this run's own
 * @param loaded what will be run, to be compiled beforehand
 * @param environment all that subjects find in their environment
 */
export const prepareSubjects = (
  scratch: string,
  loaded: Loaded,
  environment: Variables = ownEnvironment(),
): SubjectHost => {
  const env: Variables = {
    ...environment,
    // What a subject that is killed leaves among its temporary files goes with the run's.
    TMPDIR: scratch,
  };
  const reportPath = path.join(scratch, 'report.json');
  const processedPath = path.join(scratch, 'processed.bin');
  const taskPath = path.join(scratch, 'task.json');
  const starts = prepareWarmStarts(scratch, loaded, (args, cache, { flags, ...limits }) =>
    runChild(process.execPath, [...flags, subjectMain, ...args], {
      ...limits,
      env: { ...env, NODE_COMPILE_CACHE: cache },
    }),
  );

  /** A subject that cannot write its report ends in many ways, of which none says why. */
  const withLackOfRoom = (failure: Failure): Failure => {
    const why = unwritable(scratch);
    if (why === null) return failure;
    const message = `${failure.message}; nothing can be written to ${scratch} (${why}): give TMPDIR a folder with room`;
    return { ...failure, message };
  };

  const attempt = async ({ flags, cgroup, timeoutMs, signal }: RunLimits): Promise<Attempt> => {
    await Promise.all([reportPath, processedPath].map((file) => rm(file, { force: true })));
    const [file, ...args] = commandLineIn(cgroup, process.execPath, [...flags, subjectMain, taskPath]);
    const ended = await runChild(file, args, {
      env: { ...env, NODE_COMPILE_CACHE: starts.cache() },
      keepStderrIn: scratch,
      timeoutMs,
      signal,
    });
    // A terminal sends SIGINT to all processes, and the harness's comes before the news of the subject's death; a turn of
    // the event loop, and whoever listens for it has been told. Without it the subject died by itself: a failure.
    await setImmediate();
    if (ended.isCanceled || signal.aborted) return { type: 'interrupted' };
    const processed = await readProcessed(processedPath);
    const report = await readReport(reportPath);
    const failure = failureOf(ended, report, timeoutMs);
    if (failure !== null) {
      return { type: 'failed', failure: report === undefined ? withLackOfRoom(failure) : failure, processed };
    }
    if (report?.status !== 'completed') throw new Error('a subject without a failure has no report');
    return { type: report.stripperLoaded ? 'stripped' : 'reported', report, processed };
  };

  return {
    warm: starts.warm,
    isWarm: starts.isWarm,
    run: async (job, limits) => {
      await writeTemporary(
        taskPath,
        JSON.stringify({ ...job, reportPath, processedPath } satisfies SubjectTask),
      );
      for (let mended = 0; ; mended++) {
        await starts.warm(limits);
        if (limits.signal.aborted) return { type: 'interrupted' };
        const stuck = starts.stuck(
          job.call === undefined ? job.strategy : pathToFileURL(job.call.module).href,
        );
        if (stuck !== null) return failed('timeout', stuck);
        const end = await attempt(limits);
        if (end.type !== 'stripped') return end;
        if (mended === mostMends || !(await starts.mend(taskPath, limits))) {
          if (limits.signal.aborted) return { type: 'interrupted' };
          return failed('invalid-report', `${stripped}: ${starts.reason()}`, end.processed);
        }
        await limits.onRepeat?.();
      }
    },
  };
};

/** One finds what is imported late, one leaves a cache that cannot be written, one is spare. */
const mostMends = 3;

type RunLimits = Parameters<SubjectHost['run']>[1];

/** Beside how a subject ends: types were stripped in it, so that its figures are not the strategy's alone. */
type Attempt =
  | SubjectEnd
  | (Omit<Extract<SubjectEnd, { type: 'reported' }>, 'type'> & { readonly type: 'stripped' });

const stripped = "types were stripped in the measured process, whose memory would count as the strategy's";

const failed = (
  kind: Exclude<FailureKind, 'signal' | 'exit'>,
  message: string,
  processed: readonly Fingerprint[] = [],
): SubjectEnd => ({
  type: 'failed',
  failure: { kind, message },
  processed,
});

const commandLineIn = (cgroup: MemoryCgroup | undefined, file: string, args: readonly string[]) =>
  cgroup?.commandLine(file, args) ?? ([file, ...args] as const);

const readProcessed = async (file: string): Promise<Fingerprint[]> => {
  const log = await readFile(file).catch(noFile);
  // A subject that was killed may have left half a fingerprint behind.
  return log === undefined ? [] : readFingerprints(log.subarray(0, log.length - (log.length % 16)));
};

/** Undefined where there is no file. */
const readReport = async (file: string): Promise<ReadReport | undefined> => {
  const text = await readFile(file, 'utf8').catch(noFile);
  if (text === undefined) return undefined;
  try {
    const read = readAs(subjectReportShape, JSON.parse(text));
    return 'value' in read ? read.value : { status: 'damaged', fault: read.fault };
  } catch (thrown) {
    return { status: 'damaged', fault: messageOf(thrown) };
  }
};

/** A report, or what is wrong with it: the measured code may have written into the file. */
export type ReadReport = SubjectReport | { readonly status: 'damaged'; readonly fault: string };

const noFile = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

/** Why the subject did not do what it was asked to; null if it did. */
export const failureOf = (
  ended: Omit<ChildEnd, 'isCanceled'>,
  report: ReadReport | undefined,
  timeoutMs: number,
): Failure | null => {
  const lastWords = lastWordsIn(ended.stderr);
  // What it said of itself came first, however it ended: aborted, hung, or out of memory at last.
  if (report?.status === 'failed') return { kind: 'error', message: report.message };
  if (ended.timedOut) return { kind: 'timeout', message: `it did not end within ${formatWait(timeoutMs)}` };
  if (v8OutOfMemory.test(ended.stderr)) {
    return { kind: 'out-of-memory', message: "V8's heap was full (JavaScript heap out of memory)" };
  }
  if (ended.signal !== undefined) {
    const cause =
      ended.signal === 'SIGKILL' ? ', which is also how the kernel ends a process when memory runs out' : '';
    return {
      kind: 'signal',
      message: `it was ended by ${ended.signal}${cause}${lastWords}`,
      signal: ended.signal,
    };
  }
  // Node's own code for a program whose event loop is empty while it still awaits something.
  if (ended.exitCode === 13) {
    return {
      kind: 'exit',
      message: 'it waited for something that never comes: a promise that nothing settles',
      exitCode: 13,
    };
  }
  if (ended.exitCode === undefined)
    return { kind: 'exit', message: `it could not be started${lastWords}`, exitCode: null };
  if (ended.exitCode !== 0) {
    const { exitCode } = ended;
    return { kind: 'exit', message: `it ended with exit code ${exitCode}${lastWords}`, exitCode };
  }
  if (report === undefined)
    return { kind: 'invalid-report', message: `it ended without a report${lastWords}` };
  if (report.status === 'damaged')
    return { kind: 'invalid-report', message: `its report is damaged: ${report.fault}${lastWords}` };
  return null;
};

/** How V8 says that it ends the process, with SIGABRT or SIGTRAP, for want of memory. */
export const v8OutOfMemory =
  /heap out of memory|Reached heap limit|Fatal process (?:OOM|out of memory)|Fatal JavaScript out of memory/;
