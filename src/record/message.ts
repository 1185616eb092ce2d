import { stripVTControlCharacters } from 'node:util';

/** Characters of a message that a record keeps: enough for a reason and its place. */
const mostCharacters = 1000;
/** Of them at the end, where a traceback has its place. */
const keptAtEnd = 300;

/**
 * A message as a record keeps it. Cut once, here, and nowhere behind: a journal, a page and a comment say the same. What is
 * left out is the middle, and its length is told.
 */
export const cutMessage = (text: string): string => {
  if (text.length <= mostCharacters) return text;
  const left = `… (${text.length} characters) …`;
  const head = text.slice(0, mostCharacters - keptAtEnd - left.length);
  return `${head}${left}${text.slice(-keptAtEnd)}`.toWellFormed();
};

/**
 * What shows of a text, on its lines: without escape sequences, control characters, and the characters that do not show but
 * turn the direction of writing, join or hide; half a character becomes U+FFFD. What is looked for in a text is looked for
 * in this, or a character that does not show would keep it from being found.
 */
export const visibleText = (text: string): string =>
  stripVTControlCharacters(text)
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}/gu, '');
