/** Finds where a JSON string or object ends, over any number of pieces. */
export interface Scanner {
  /**
   * Scans from this offset: that of the opening quote or brace, and in a later piece from 0.
   * @returns the offset behind the value's last byte, -1 if it goes on in the next piece
   */
  readonly scan: (piece: Buffer, from: number) => number;
}

const quote = 0x22;
const backslash = 0x5c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/**
 * Quotes, backslashes and braces are all that it looks at: brackets pair up inside braces, and whoever parses the value
 * finds what is wrong inside it. In UTF-8 no byte of a longer character is one of these. Two plain loops, one inside
 * strings and one outside, take less time than JSON.parse; one loop for both takes more, and so does
 * hopping from quote to quote by `indexOf`, because strings are short.
 */
export const createScanner = (): Scanner => {
  let depth = 0;
  let inString = false;
  let escaped = false;

  return {
    scan: (piece, from) => {
      const { length } = piece;
      if (from === length) return -1;
      // Local copies: they live in registers while the loops run.
      let at = escaped ? from + 1 : from;
      let open = depth;
      let quoted = inString;
      while (at < length) {
        if (quoted) {
          while (at < length) {
            const byte = piece[at++] as number;
            if (byte === backslash) at += 1;
            else if (byte === quote) {
              quoted = false;
              break;
            }
          }
        } else {
          while (at < length) {
            const byte = piece[at++] as number;
            if (byte === quote) {
              quoted = true;
              break;
            }
            if (byte === openingBrace) open += 1;
            else if (byte === closingBrace && --open === 0) break;
          }
        }
        if (open === 0 && !quoted) {
          depth = 0;
          inString = false;
          escaped = false;
          return at;
        }
      }
      depth = open;
      inString = quoted;
      // The byte behind a backslash is the first of the next piece.
      escaped = at > length;
      return -1;
    },
  };
};
