import { Command, CommanderError } from 'commander';
import { UserError } from '../errors/user-error.ts';
import { addClaimsCommand } from './claims.ts';
import { addCompareCommand } from './compare.ts';
import { addGateCommand } from './gate.ts';
import { addPredictCommand } from './predict.ts';
import { addProfileCommand } from './profile.ts';
import { addReportCommand } from './report.ts';
import { addRunCommand } from './run.ts';
import { addSelftestCommand } from './selftest.ts';
import { addServeCommand } from './serve.ts';
import { tidemarkVersion } from './version.ts';

/** Runs a command line and returns its exit code: 0 done, 1 a check fails, 2 bad usage, 3 could not be measured. */
export const main = async (args: readonly string[]): Promise<number> => {
  let exitCode = 0;
  const program = new Command('tidemark')
    .description('Measures the high-water mark of memory that a way of fetching data leaves behind.')
    .version(tidemarkVersion)
    .showHelpAfterError('(tidemark --help shows all commands and options)')
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
  // A reader that has seen enough (`| head`) is no error; the reports are on disk anyway.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOfError(error);
  }
};

const ignoreClosedPipe = (error: NodeJS.ErrnoException): void => {
  // EIO: of a terminal that has been closed.
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
};

/** A user's mistake is told in a message and never as a stack trace; anything else is a defect of ours and keeps it. */
const exitCodeOfError = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`tidemark: ${error.report}\n`);
  return 2;
};
