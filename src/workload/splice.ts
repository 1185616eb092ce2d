/**
 * A sequence 0 … size - 1 out of which some numbers were taken and into which other items were put, without a copy of it:
 * what is stored is the differences, and every question is answered by halving.
 */
export interface Splice {
  readonly length: number;
  /** What stands at a position: a number of the sequence, or -1 - k for the kth item that was put in. */
  readonly at: (position: number) => number;
  /** The position of a number that was not taken out, or that it would have. */
  readonly positionOf: (number: number) => number;
  /** The position of the kth item that was put in. */
  readonly positionOfInserted: (k: number) => number;
}

/**
 * @param removed ascending
 * @param before for each item that was put in, ascending, the number of the sequence that comes right behind it
 */
export const splice = (size: number, removed: readonly number[], before: readonly number[]): Splice => {
  const kept = (number: number): number => number - lowerBoundIn(removed, number);
  const positionOfInserted = (k: number): number => kept(before[k] as number) + k;
  return {
    length: size - removed.length + before.length,
    at: (position) => {
      const k = firstWhere(before.length, (i) => positionOfInserted(i) >= position);
      if (k < before.length && positionOfInserted(k) === position) return -1 - k;
      const rank = position - k;
      return rank + firstWhere(removed.length, (i) => (removed[i] as number) - i > rank);
    },
    positionOf: (number) => kept(number) + firstWhere(before.length, (i) => (before[i] as number) > number),
    positionOfInserted,
  };
};

/** How many of an ascending list are below a number. */
export const lowerBoundIn = (ascending: readonly number[], number: number): number =>
  firstWhere(ascending.length, (i) => (ascending[i] as number) >= number);

export const includes = (ascending: readonly number[], number: number): boolean =>
  ascending[lowerBoundIn(ascending, number)] === number;

/** The first of 0 … size - 1 for which a condition holds that holds for all behind it; `size` if for none. */
const firstWhere = (size: number, holds: (i: number) => boolean): number => {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
