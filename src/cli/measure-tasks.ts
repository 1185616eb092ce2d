import { brokenExitCode } from '../analysis/exit-code.ts';
import { messageOf, UserError } from '../errors/user-error.ts';
import { measure } from '../runner/measure.ts';
import type { LiveFlags } from '../runner/take-sample.ts';
import type { Measurement } from '../scenario/scenario.ts';
import { interruptedExitCode, interruptible } from './interruption.ts';
import { createProgress } from './progress.ts';

export interface Task {
  readonly measurement: Measurement;
  /** Where its journal goes. */
  readonly folder: string;
  /** Of the run that it is to be compared with. */
  readonly liveFlags?: LiveFlags;
}

export type Ending = 'complete' | 'interrupted' | { readonly thrown: unknown };

/** Measures one after another until all are done, one breaks off, or SIGINT or SIGTERM interrupts. Never throws. */
export const measureTasks = async (tasks: readonly Task[], quiet: boolean): Promise<Ending> => {
  try {
    return await interruptible(async (signal) => {
      for (const task of tasks) if (!signal.aborted) await measureTask(task, quiet, signal);
      return 'complete' as const;
    });
  } catch (thrown) {
    return { thrown };
  }
};

const measureTask = async (
  { measurement, folder, liveFlags }: Task,
  quiet: boolean,
  signal: AbortSignal,
): Promise<void> => {
  const progress = createProgress(process.stderr, quiet);
  try {
    for await (const event of measure(measurement, folder, signal, liveFlags)) progress.show(event);
  } finally {
    progress.end();
  }
};

/**
 * The exit code of a measurement that did not come to its end, once its reports are written. What it broke off for is told;
 * a defect of ours with its stack.
 * @throws UserError that it broke off for
 */
export const exitCodeOfEnding = (ending: Exclude<Ending, 'complete'>, folder: string): number => {
  if (ending === 'interrupted') return interruptedExitCode;
  const { thrown } = ending;
  if (thrown instanceof UserError) throw thrown;
  const told = isOfTheSystem(thrown) || !(thrown instanceof Error) ? messageOf(thrown) : thrown.stack;
  process.stderr.write(`tidemark: the run broke off: ${told}\n  What was measured is kept in ${folder}.\n`);
  return brokenExitCode;
};

/** A full disk, or services that died: the system's errors and undici's have a code, those of Node's own checks `ERR_…`. */
const isOfTheSystem = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'code' in thrown &&
  typeof thrown.code === 'string' &&
  !thrown.code.startsWith('ERR_');
