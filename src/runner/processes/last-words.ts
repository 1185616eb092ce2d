import { frameInWords, type Told, tracebacksIn } from '../../errors/traceback.ts';

/**
 * Why a process ended, from what it wrote to stderr, behind a colon; nothing if it wrote nothing. Its first error is the
 * reason, and what ended it at last is told too; without a traceback it is its last lines. Whole lines, not cut: what is
 * secret in them has still to be taken out.
 */
export const lastWordsIn = (stderr: string): string => {
  const told = tracebacksIn(stderr).map(inWords);
  const [first, last] = [told[0], told.at(-1)];
  if (first !== undefined) return last === first ? `: ${first}` : `: ${first}; at last ${last}`;
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(-3);
  return lines.length === 0 ? '' : `: ${lines.join(' / ')}`;
};

/** The place comes last, where cutting a message leaves it. */
const inWords = ({ message, frame }: Told): string =>
  frame === null ? message : `${message} (${frameInWords(frame)})`;
