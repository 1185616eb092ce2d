/**
 * A sequence 0 … size - 1 out of which some numbers were taken and into which other items were put, without a copy of it:
 * what is stored is the differences, and every question is answered by halving.
 */
export interface Splice {
  readonly length: number;
  /** What stands at a position: a number of the sequence, or -1 - k for the kth item that was put in. */
  readonly at: (position: number) => number;
  /** How many of the sequence are left below a number. */
  readonly kept: (number: number) => number;
  /** The position of a number that was not taken out, or that it would have. */
  readonly positionOf: (number: number) => number;
  /** The position of the kth item that was put in. */
  readonly positionOfInserted: (k: number) => number;
}

/** Items to be put in: the kth one comes right before the number `before(k)` of the sequence, which never falls. */
export interface Insertion {
  readonly count: number;
  readonly before: (k: number) => number;
}

/** @param removed ascending */
export const splice = (size: number, removed: readonly number[], { count, before }: Insertion): Splice => {
  const kept = (number: number): number => number - lowerBoundIn(removed, number);
  const positionOfInserted = (k: number): number => kept(before(k)) + k;
  return {
    length: size - removed.length + count,
    at: (position) => {
      const k = firstWhere(count, (i) => positionOfInserted(i) >= position);
      if (k < count && positionOfInserted(k) === position) return -1 - k;
      const rank = position - k;
      return rank + firstWhere(removed.length, (i) => (removed[i] as number) - i > rank);
    },
    kept,
    positionOf: (number) => kept(number) + firstWhere(count, (i) => before(i) > number),
    positionOfInserted,
  };
};

/** How many of an ascending list are below a number. */
export const lowerBoundIn = (ascending: readonly number[], number: number): number =>
  firstWhere(ascending.length, (i) => (ascending[i] as number) >= number);

export const includes = (ascending: readonly number[], number: number): boolean =>
  ascending[lowerBoundIn(ascending, number)] === number;

/** An ascending list with more numbers, in whatever order they come. */
export const withNumbers = (ascending: readonly number[], more: readonly number[]): readonly number[] => {
  // A few are put in their places, which costs a copy each; many are sorted in.
  if (more.length > 8) return [...ascending, ...more].sort((a, b) => a - b);
  return more.reduce((list, number) => list.toSpliced(lowerBoundIn(list, number), 0, number), ascending);
};

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
