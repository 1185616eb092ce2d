import { frameInWords, type Told, tracebacksIn } from '../../errors/traceback.ts';

/**
 * Why a process ended, from what it wrote to stderr, behind a colon; nothing if it wrote nothing. Its first error is the
 * reason, and what ended it at last is told too; without a traceback it is what V8 calls fatal, or its last lines. Whole lines, not cut: what is
 * secret in them has still to be taken out.
 */
export const lastWordsIn = (stderr: string): string => {
  const told = tracebacksIn(stderr).map(inWords);
  const [first, last] = [told[0], told.at(-1)];
  if (first !== undefined) return last === first ? `: ${first}` : `: ${first}; at last ${last}`;
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  // A native stack stands under it.
  const fatal = lines.filter((line) => line.startsWith('FATAL ERROR: '));
  const words = (fatal.length === 0 ? lines : fatal).slice(-3);
  return words.length === 0 ? '' : `: ${words.join(' / ')}`;
};

/** The place comes last, where cutting a message leaves it. */
const inWords = ({ message, frame }: Told): string =>
  frame === null ? message : `${message} (${frameInWords(frame)})`;
