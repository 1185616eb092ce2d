import { closest, distance } from 'fastest-levenshtein';

/**
 * Advice for a name that is not known: the nearest known one if it is near enough to be a slip, and all that are known.
 * A slip changes at most a third of the letters.
 */
export const suggestName = (name: string, known: readonly string[]): string => {
  const nearest = closest(name, known);
  const isSlip = known.length > 0 && distance(name, nearest) <= Math.max(1, Math.floor(name.length / 3));
  const all = `Known: ${known.join(', ')}.`;
  return isSlip ? `Did you mean "${nearest}"? ${all}` : all;
};
