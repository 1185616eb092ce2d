import { Command, CommanderError } from 'commander';
import { commandLine } from '../errors/command.ts';
import { SystemFailure } from '../errors/system-failure.ts';
import { addClaimsCommand } from './commands/claims.ts';
import { addCompareCommand } from './commands/compare.ts';
import { addGateCommand } from './commands/gate.ts';
import { addPredictCommand } from './commands/predict.ts';
import { addProfileCommand } from './commands/profile.ts';
import { addReportCommand } from './commands/report.ts';
import { addRunCommand } from './commands/run.ts';
import { addSelftestCommand } from './commands/selftest.ts';
import { addServeCommand } from './commands/serve.ts';
import { brokenExitCode, tellFailure } from './exit-codes.ts';
import { complain, print } from './terminal/print.ts';
import { tidemarkVersion } from './version.ts';

/**
 * Runs a command line and returns its exit code: 0 done, 1 a check fails, 2 bad usage, 3 something required could not be
 * measured or judged, 4 Tidemark itself broke, 130 interrupted.
 */
export const main = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const program = new Command('tidemark')
    .description('Measures the high-water mark of memory that a way of fetching data leaves behind.')
    .version(tidemarkVersion)
    .showHelpAfterError(`(${commandLine(['--help'])} shows all commands and options)`)
    .configureOutput({ writeOut: print, writeErr: complain })
    .exitOverride();
  const done = (code: number): void => {
    exitCode = code;
  };
  addRunCommand(program, done);
  addGateCommand(program, done);
  addCompareCommand(program, done);
  addReportCommand(program, done);
  addPredictCommand(program, done);
  addProfileCommand(program, done);
  addClaimsCommand(program, done);
  addServeCommand(program, done);
  addSelftestCommand(program, done);
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
