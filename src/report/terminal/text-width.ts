import stringWidth from 'string-width';

/** Columns that a text takes in a terminal: two for a wide character, none for a mark that combines with another. */
export const widthOf = (text: string): number => stringWidth(text);

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const charactersOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

/** A text in pieces of at most so many columns, but for a character that is wider by itself. None of an empty text. */
export const pieces = (text: string, columns: number): string[] => {
  const found: string[] = [];
  let piece = '';
  let width = 0;
  for (const character of charactersOf(text)) {
    const own = widthOf(character);
    if (piece !== '' && width + own > columns) {
      found.push(piece);
      piece = '';
      width = 0;
    }
    piece += character;
    width += own;
  }
  return piece === '' ? found : [...found, piece];
};

/**
 * A text of at most so many columns: of a longer one the beginning, and of its end half as much, since what tells two
 * labels apart often stands last.
 */
export const cutMiddle = (text: string, columns: number): string => {
  // A part decides: to count the columns of a megabyte takes a while.
  const most = 16 * columns;
  if (text.length <= most && widthOf(text) <= columns) return text;
  const tailColumns = Math.floor((columns - 1) / 3);
  const head = beginningOf(charactersOf(text.slice(0, most)), columns - 1 - tailColumns);
  const tail = beginningOf(charactersOf(text.slice(-most)).reverse(), tailColumns);
  return `${head.join('')}…${tail.reverse().join('')}`;
};

/** As many as there is room for. */
const beginningOf = (characters: readonly string[], columns: number): string[] => {
  const found: string[] = [];
  let left = columns;
  for (const character of characters) {
    left -= widthOf(character);
    if (left < 0) break;
    found.push(character);
  }
  return found;
};

/** With spaces, so that it takes so many columns. */
export const padded = (text: string, columns: number, align: 'left' | 'right'): string => {
  const space = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return align === 'left' ? `${text}${space}` : `${space}${text}`;
};
