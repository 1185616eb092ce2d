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
