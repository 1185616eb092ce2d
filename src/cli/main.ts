import { CommanderError } from 'commander';
import { SystemFailure } from '../errors/system-failure.ts';
import { brokenExitCode, tellFailure } from './exit-codes.ts';
import { createProgram } from './program.ts';

/**
 * Runs a command line and returns its exit code: 0 done, 1 a check fails, 2 bad usage, 3 something required could not be
 * measured or judged, 4 Tidemark itself broke, 130 interrupted.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  const output = watchOutput();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    exitCode = exitCodeOfError(error);
  }
  return (await output.settle()) ? exitCode : brokenExitCode;
};

/** Commander's own complaints are on stderr already. */
const exitCodeOfError = (error: unknown): number =>
  error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : tellFailure(error);

/**
 * Watches over stdout and stderr, whose failures come as events. A reader that has seen enough (`| head`) is no error: the
 * reports are on disk anyway. A disk that is full is one.
 */
const watchOutput = (): { readonly settle: () => Promise<boolean> } => {
  let lost: Error | null = null;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // EIO: of a terminal that has been closed.
      if (error.code !== 'EPIPE' && !(error.code === 'EIO' && stream.isTTY)) lost ??= error;
    });
  }
  return {
    /** Whether all that was written has arrived, or nobody wanted it. */
    settle: async () => {
      for (const stream of [process.stdout, process.stderr]) {
        if (stream.writable) await new Promise((resolve) => stream.write('', resolve));
      }
      if (lost !== null) tellFailure(new SystemFailure('cannot write the output', lost));
      return lost === null;
    },
  };
};
