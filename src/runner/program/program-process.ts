import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ScenarioProgram } from '../../scenario/scenario.ts';
import type { MemoryCgroup } from '../limits/container/memory-cgroup.ts';
import { type ChildEnd, runChild } from '../processes/child-process.ts';
import { isInstalled } from '../processes/installed.ts';
import { programEnvironment, type Variables } from '../processes/process-environment.ts';
import type { Inside } from './inside/inside.ts';
import { type Launcher, type Marks, readMarks } from './program-marks.ts';

/** What came of a program's life; `stderr` is what it wrote there, of much the beginning and the end. */
export type ProgramLife =
  | { readonly type: 'interrupted' }
  | { readonly type: 'not-installed' }
  | { readonly type: 'timeout'; readonly stderr: string }
  | { readonly type: 'ended'; readonly marks: Marks; readonly stderr: string };

/** Files that a program writes; absent when it is started. */
export interface ProgramFiles {
  readonly report: string;
  readonly processed: string;
}

export interface ProgramHost {
  readonly files: ProgramFiles;
  /** What reads programs from inside, by the name of their runtime. */
  readonly insides: ReadonlyMap<string, Inside>;
  readonly run: (
    program: ScenarioProgram,
    variables: Variables,
    limits: {
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
      /** What it runs in, without its launcher; nothing of its own if not given. */
      readonly cgroup?: MemoryCgroup;
    },
  ) => Promise<ProgramLife>;
}

/**
 * Prepares a place for programs to run in, one at a time.
 * @param scratch a folder of this run's own
 */
export const preparePrograms = (
  scratch: string,
  launcher: Launcher,
  insides: ProgramHost['insides'] = new Map(),
): ProgramHost => {
  const marksPath = path.join(scratch, 'marks.json');
  const temporary = path.join(scratch, 'program-tmp');
  const files = {
    report: path.join(scratch, 'program-report.json'),
    processed: path.join(scratch, 'program-processed.tsv'),
  };
  return {
    files,
    insides,
    run: async (program, variables, limits) => {
      if (!isInstalled(program)) return { type: 'not-installed' };
      await Promise.all([marksPath, ...Object.values(files)].map((file) => rm(file, { force: true })));
      await mkdir(temporary);
      try {
        const env = programEnvironment({ ...program.env, ...variables, TMPDIR: temporary });
        return await live(program, { env, marksPath, scratch, launcher, ...limits });
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    },
  };
};

interface Circumstances {
  readonly env: Variables;
  readonly marksPath: string;
  readonly scratch: string;
  readonly launcher: Launcher;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly cgroup?: MemoryCgroup;
}

/** From start to end, of the program and of every process in its group. */
const live = async (
  { command, folder }: ScenarioProgram,
  { env, marksPath, scratch, launcher, timeoutMs, signal, cgroup }: Circumstances,
): Promise<ProgramLife> => {
  const [executable = '', ...parameters] = command;
  const inner = cgroup?.commandLine(executable, parameters) ?? command;
  const [file = '', ...args] = launcher.type === 'none' ? inner : [...launcher.command, marksPath, ...inner];
  const began = performance.now();
  const ended = await runChild(file, args, {
    cwd: folder,
    env,
    // The launcher sees its stdin close if we are gone.
    stdin: launcher.type === 'none' ? 'none' : 'until we end',
    keepStderrIn: scratch,
    timeoutMs,
    signal,
  });
  const wallTime = performance.now() - began;
  const { stderr } = ended;
  if (ended.isCanceled) return { type: 'interrupted' };
  if (ended.timedOut) return { type: 'timeout', stderr };
  const marks =
    (await readMarks(marksPath)) ??
    (launcher.type === 'none'
      ? {
          end: endOf(ended),
          metrics: { wallTime },
          unavailable: { peakRss: launcher.why, peakRssLargest: launcher.why, cpuTime: launcher.why },
          left: null,
          residentOf: null,
        }
      : { end: endOf(ended), metrics: {}, unavailable: {}, left: null, residentOf: null });
  return { type: 'ended', marks, stderr };
};

const endOf = ({ exitCode, signal }: ChildEnd): Marks['end'] => {
  if (signal !== undefined) return { type: 'signal', signal };
  return exitCode === undefined ? { type: 'not-started' } : { type: 'exit', code: exitCode };
};
