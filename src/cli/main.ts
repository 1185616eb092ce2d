import { CommanderError } from 'commander';
import { brokenExitCode, tellFailure } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { watchOutput } from './terminal/output.ts';

/**
 * Runs a command line and returns its exit code: 0 done, 1 a check fails, 2 bad usage, 3 something required could not be
 * measured or judged, 4 Tidemark itself broke, 130 interrupted. Without a word it lists what there is.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  const output = watchOutput();
  try {
    await program.parseAsync(args.length === 0 ? ['list'] : args, { from: 'user' });
  } catch (error) {
    exitCode = exitCodeOfError(error);
  }
  return (await output.settle()) ? exitCode : brokenExitCode;
};

/** Commander's own complaints are on stderr already. */
const exitCodeOfError = (error: unknown): number =>
  error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : tellFailure(error);
