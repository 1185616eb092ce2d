import { BrokenOff } from '../../errors/system-failure.ts';
import { messageOf, UserError } from '../../errors/user-error.ts';
import type { Ending } from '../../harness/measure-tasks.ts';
import { brokenExitCode, failureInWords, notJudgedExitCode, tellFailure } from '../exit-codes.ts';
import { interruptedExitCode, tellNothingMeasured } from '../interruption.ts';
import { complain } from './print.ts';

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
