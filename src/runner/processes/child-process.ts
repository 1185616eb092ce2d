/**
 * The one way in which the harness starts a process: whatever is started has a time limit, can be interrupted, reads
 * nothing, writes where nobody has to wait for it, and takes its children with it. A test holds that no other file starts
 * any, but for the few that it names.
 */
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { messageOf } from '../../errors/user-error.ts';
import { type KeptOutput, keepOutput } from './kept-output.ts';
import type { Variables } from './process-environment.ts';
import { watchGroup } from './reaper.ts';

export interface ChildOptions {
  /** Milliseconds after which it is ended, with its children. */
  readonly timeoutMs: number;
  /** Aborted, it ends the process and its children. */
  readonly signal: AbortSignal;
  /** All of its environment; the harness's own if not given. */
  readonly env?: Variables;
  readonly cwd?: string;
  /** `until we end`: a pipe that nobody writes to, which closes when the harness is gone. */
  readonly stdin?: 'none' | 'until we end';
  /** `pipe` must be read to its end by the caller. */
  readonly stdout?: 'discard' | 'pipe';
  /** A folder for what it writes to stderr while it lives; not kept if not given. */
  readonly keepStderrIn?: string;
  /** With a channel, through which it notices that the harness is gone. */
  readonly channel?: boolean;
}

/** How a process ended. None of the first four: it could not be started. */
export interface ChildEnd {
  readonly isCanceled: boolean;
  readonly timedOut: boolean;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** What it wrote there, of much the beginning and the end; nothing if it was not to be kept. */
  readonly stderr: string;
}

export interface Child {
  /** Undefined if it could not be started. */
  readonly pid: number | undefined;
  readonly stdout: Readable | null;
  /** Ends it and its children: with SIGTERM, and if that is not heard in three seconds, with SIGKILL. */
  readonly stop: () => void;
  /** Never rejects for how the process ended. */
  readonly ended: Promise<ChildEnd>;
}

/** Starts a process and waits for its end. Never rejects for how it ended. */
export const runChild = async (
  file: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<ChildEnd> => (await startChild(file, args, options)).ended;

/** The beginning of what it prints as well. */
export const readChild = async (
  file: string,
  args: readonly string[],
  options: Omit<ChildOptions, 'stdout'>,
): Promise<ChildEnd & { readonly stdout: string }> => {
  const child = await startChild(file, args, { ...options, stdout: 'pipe' });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (stdout.length < keptCharacters) stdout += text;
  });
  return { ...(await child.ended), stdout };
};

const keptCharacters = 2 ** 16;

export const startChild = async (
  file: string,
  args: readonly string[],
  options: ChildOptions,
): Promise<Child> => {
  const { keepStderrIn } = options;
  // A file, not a pipe: who writes to it waits for nobody, and nobody waits for who left the group and holds it open.
  const stderr = keepStderrIn === undefined ? null : await keepOutput(keepStderrIn);
  let child: ReturnType<typeof begin>;
  try {
    child = begin(file, args, options, stderr);
  } catch (thrown) {
    // No system takes a NUL in an argument or a variable, and no process was started.
    await stderr?.close();
    const end = { isCanceled: false, timedOut: false, stderr: messageOf(thrown) };
    return { pid: undefined, stdout: null, stop: () => {}, ended: Promise.resolve(end) };
  }
  const { pid, nodeChildProcess } = child;
  const release = pid === undefined ? () => {} : watchGroup(pid);
  let patience: NodeJS.Timeout | undefined;
  nodeChildProcess.once('exit', () => {
    clearTimeout(patience);
    // What it started and left behind ends with it.
    child.kill('SIGKILL');
    release();
    // What has left the group may hold the pipe open for as long as it lives.
    setTimeout(() => child.stdout?.destroy(), drainMs).unref();
  });
  const end = async (): Promise<ChildEnd> => {
    try {
      const { isCanceled, timedOut, exitCode, signal } = await child;
      // It may have ended by itself, and left somebody behind who held the pipe until then.
      const isLate = timedOut && exitCode === undefined;
      return { isCanceled, timedOut: isLate, exitCode, signal, stderr: stderr?.text() ?? '' };
    } finally {
      await stderr?.close();
    }
  };
  return {
    pid,
    stdout: child.stdout,
    stop: () => {
      child.kill('SIGTERM');
      patience = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    },
    ended: end(),
  };
};

const begin = (file: string, args: readonly string[], options: ChildOptions, stderr: KeptOutput | null) =>
  execa(file, args, {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    // Node hands coverage on to every child whose environment does not say a word about it.
    env: { NODE_V8_COVERAGE: undefined, ...(options.env ?? process.env) },
    extendEnv: false,
    killDescendants: true,
    stdin: options.stdin === 'until we end' ? 'pipe' : 'ignore',
    stdout: options.stdout === 'pipe' ? 'pipe' : 'ignore',
    // Any open descriptor will do; the types name the first few.
    stderr: stderr === null ? 'ignore' : (stderr.descriptor as 3),
    buffer: false,
    ipc: options.channel === true,
    reject: false,
    timeout: Math.ceil(Math.min(options.timeoutMs, longestTimeoutMs)),
    killSignal: 'SIGKILL',
    cancelSignal: options.signal,
  });

/** Timers of Node end there. */
const longestTimeoutMs = 2 ** 31 - 1;
const patienceMs = 3_000;
/** What is left in a pipe is little, and there at once. */
const drainMs = 500;
