/**
 * The part of an item that stood in earlier pieces, copied: a piece that was kept for its last bytes would keep all its
 * bytes alive. Decoding waits for the whole item, so a character may be split anywhere.
 */
export interface Carry {
  readonly hold: (piece: Buffer, start: number, end: number) => void;
  /** The text of what is held and of these bytes behind it, which are not held. */
  readonly textWith: (piece: Buffer, start: number, end: number) => string;
  /** The same; from then on nothing is held. */
  readonly take: (piece: Buffer, start: number, end: number) => string;
  /** A copy of what is held; from then on nothing is. */
  readonly takeBytes: () => Buffer;
  readonly drop: () => void;
}

const smallest = 64 * 1024;

/** Its memory grows to the longest item that it was given, at most twice over, and is used again for the next. */
export const createCarry = (): Carry => {
  let held = Buffer.alloc(0);
  let length = 0;

  const hold = (piece: Buffer, start: number, end: number): void => {
    const needed = length + end - start;
    if (needed > held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(smallest, needed, 2 * held.length));
      held.copy(larger, 0, 0, length);
      held = larger;
    }
    piece.copy(held, length, start, end);
    length = needed;
  };

  const textWith = (piece: Buffer, start: number, end: number): string => {
    if (length === 0) return piece.toString('utf8', start, end);
    const before = length;
    hold(piece, start, end);
    const text = held.toString('utf8', 0, length);
    length = before;
    return text;
  };

  return {
    hold,
    textWith,
    take: (piece, start, end) => {
      const text = textWith(piece, start, end);
      length = 0;
      return text;
    },
    drop: () => {
      length = 0;
    },
    takeBytes: () => {
      const bytes = Buffer.from(held.subarray(0, length));
      length = 0;
      return bytes;
    },
  };
};
