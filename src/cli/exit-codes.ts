import { BrokenOff, isOfTheSystem } from '../errors/system-failure.ts';
import { messageOf, UserError } from '../errors/user-error.ts';
import { complain } from './terminal/print.ts';

/** A strategy could not be measured, or what is required could not be judged. */
export const notJudgedExitCode = 3;
/** Tidemark itself broke, or what it stands on: never to be taken for a regression. */
export const brokenExitCode = 4;

/**
 * Tells why a command ended early, in a sentence, and returns the exit code. A user's mistake is told with its place and
 * advice; a defect of ours asks to be reported, with its stack only for who sets TIDEMARK_DEBUG.
 */
export const tellFailure = (thrown: unknown): number => {
  if (thrown instanceof UserError) {
    complain(`tidemark: ${thrown.report}\n`);
    return 2;
  }
  if (thrown instanceof BrokenOff) {
    complain(`tidemark: ${oneLine(thrown.message)}
`);
    return notJudgedExitCode;
  }
  complain(`tidemark: ${failureInWords(thrown)}
`);
  return brokenExitCode;
};

/** What broke, in a sentence; of a defect of ours where to see more. */
export const failureInWords = (thrown: unknown): string => {
  if (isOfTheSystem(thrown)) return oneLine(messageOf(thrown));
  const isShown = (process.env.TIDEMARK_DEBUG ?? '') !== '';
  const kind = thrown instanceof Error ? `${thrown.name}: ` : '';
  const what = `this is a defect of Tidemark's own (${oneLine(`${kind}${messageOf(thrown)}`)})`;
  return isShown && thrown instanceof Error
    ? `${what}\n${thrown.stack}`
    : `${what}; TIDEMARK_DEBUG=1 shows where it happened, please report it`;
};

const oneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ').trim();
