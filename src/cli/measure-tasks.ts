import { BrokenOff } from '../errors/system-failure.ts';
import { messageOf, UserError } from '../errors/user-error.ts';
import { type CodeWatch, watchCode } from '../runner/code-watch.ts';
import { FolderTaken } from '../runner/journal-file.ts';
import { measure } from '../runner/measure.ts';
import type { Measurement } from '../scenario/scenario.ts';
import { brokenExitCode, failureInWords, notJudgedExitCode, tellFailure } from './exit-codes.ts';
import { interruptedExitCode, interruptible, tellNothingMeasured } from './interruption.ts';
import { complain } from './print.ts';
import { createProgress } from './progress.ts';

export interface Task {
  readonly measurement: Measurement;
  /** Where its journal goes. */
  readonly folder: string;
}

/** `nothing measured`: it was interrupted before the first sample. */
export type Ending = 'complete' | 'interrupted' | 'nothing measured' | { readonly thrown: unknown };

/** Measures one after another until all are done, one breaks off, or SIGINT or SIGTERM interrupts. Never throws. */
export const measureTasks = async (tasks: readonly Task[], quiet: boolean): Promise<Ending> => {
  let isMeasured = false;
  const onSample = (): void => {
    isMeasured = true;
  };
  try {
    const end = await interruptible(async (signal) => {
      const watch = watchCode(tasks.flatMap(({ measurement }) => measurement.variants));
      for (const task of tasks)
        if (!signal.aborted) await measureTask(task, { watch, quiet, signal, onSample });
      return 'complete' as const;
    });
    return end === 'interrupted' && !isMeasured ? 'nothing measured' : end;
  } catch (thrown) {
    return { thrown };
  }
};

interface TaskOptions {
  readonly watch: CodeWatch;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
  readonly onSample: () => void;
}

const measureTask = async (
  { measurement, folder }: Task,
  { watch, quiet, signal, onSample }: TaskOptions,
): Promise<void> => {
  const progress = createProgress(process.stderr, quiet);
  try {
    for await (const event of measure(measurement, folder, signal, { watch })) {
      progress.show(event);
      if (event.type === 'sampled') onSample();
    }
  } finally {
    progress.end();
  }
};

/** Whether the folder is another run's: nothing of this one is there to be reported. */
export const isTaken = (ending: Ending): boolean =>
  typeof ending === 'object' && ending.thrown instanceof FolderTaken;

/**
 * The exit code of a measurement that did not come to its end, before its reports are written: what it broke off for is
 * told, so that it is even where they cannot be.
 */
export const tellEnding = (ending: Exclude<Ending, 'complete'>, folder: string): number => {
  if (ending === 'interrupted') return interruptedExitCode;
  if (ending === 'nothing measured') return tellNothingMeasured();
  const { thrown } = ending;
  if (thrown instanceof UserError) return tellFailure(thrown);
  const [told, exitCode] =
    thrown instanceof BrokenOff
      ? [messageOf(thrown), notJudgedExitCode]
      : [failureInWords(thrown), brokenExitCode];
  complain(`tidemark: the run broke off: ${told}\n  What was measured is kept in ${folder}.\n`);
  return exitCode;
};
