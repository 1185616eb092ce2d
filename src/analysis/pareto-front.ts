/** Two quantities of one thing, of both of which less is better. */
export interface Tradeoff {
  readonly x: number;
  readonly y: number;
}

/**
 * Those that no other beats: nothing else has less of one quantity and no more of the other. In the order of x, equal
 * ones all included. Empty for nothing.
 */
export const paretoFront = <T extends Tradeoff>(all: readonly T[]): T[] =>
  all.filter((one) => !all.some((other) => dominates(other, one))).toSorted((a, b) => a.x - b.x || a.y - b.y);

const dominates = (a: Tradeoff, b: Tradeoff): boolean => a.x <= b.x && a.y <= b.y && (a.x < b.x || a.y < b.y);
