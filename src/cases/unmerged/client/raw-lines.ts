import { type Cut, CutError } from '../../../subject/client/cutting/cutter.ts';
import { createLines } from '../../../subject/client/cutting/lines.ts';

/**
 * A path a line. The list has no end of its own: one that is cut short behind a line feed cannot be told from a shorter one,
 * unless HTTP's framing, or gzip's, breaks with it.
 */
export const cutRawLines: Cut = () => {
  const lines = createLines();
  return {
    cut: (piece) => lines.split(piece),
    end: () => {
      if (!lines.isComplete()) throw new CutError('cut short inside the last line');
    },
  };
};
