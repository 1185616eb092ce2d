import { createCarry } from './carry.ts';

/** Splits bytes into lines of text. Holds the line that is not yet complete. */
export interface Lines {
  /** The lines that end in this piece, without their line feeds. */
  readonly split: (piece: Buffer) => Iterable<string>;
  /** Whether the last line is complete. */
  readonly isComplete: () => boolean;
}

const lineFeed = 0x0a;

export const createLines = (): Lines => {
  const carry = createCarry();
  let isComplete = true;

  return {
    split: function* (piece) {
      let start = 0;
      for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, start)) {
        const line = carry.take(piece, start, end);
        start = end + 1;
        isComplete = true;
        yield line;
      }
      if (start === piece.length) return;
      carry.hold(piece, start, piece.length);
      isComplete = false;
    },
    isComplete: () => isComplete,
  };
};
