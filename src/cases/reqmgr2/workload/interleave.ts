/**
 * Spreads several kinds of items evenly over one sequence, so that each item's kind, its rank within the kind, and the
 * place of a kind's nth item are arithmetic: nothing is stored for an item. It is a binary tree of two-way merges, each
 * spaced like Bresenham's line: of the first k items of a merge, floor(k × left / total) went left.
 */
export interface Interleaving<Kind> {
  readonly size: number;
  readonly countOf: (kind: Kind) => number;
  readonly kindAt: (index: number) => Kind;
  /** Items of this kind before this index; 0 for a kind that does not occur. */
  readonly rank: (kind: Kind, index: number) => number;
  /** The index of this kind's nth item, from 0. A RangeError if there is none. */
  readonly nth: (kind: Kind, n: number) => number;
}

type Tree<Kind> =
  | { readonly type: 'leaf'; readonly kind: Kind; readonly size: number }
  | { readonly type: 'merge'; readonly left: Tree<Kind>; readonly right: Tree<Kind>; readonly size: number };

type Turn = 'left' | 'right';

/** Kinds with a count of 0 do not occur. At least one count must be positive. */
export const interleave = <Kind>(counts: ReadonlyMap<Kind, number>): Interleaving<Kind> => {
  const leaves = [...counts]
    .filter(([, size]) => size > 0)
    .map(([kind, size]): Tree<Kind> => ({ type: 'leaf', kind, size }));
  const root = mergeSmallest(leaves);
  const paths = new Map<Kind, readonly Turn[]>(pathsOf(root, []));

  const kindAt = (index: number): Kind => {
    let node = root;
    let position = index;
    while (node.type === 'merge') {
      const before = leftBefore(node, position);
      const goesLeft = leftBefore(node, position + 1) > before;
      position = goesLeft ? before : position - before;
      node = goesLeft ? node.left : node.right;
    }
    return node.kind;
  };

  const rank = (kind: Kind, index: number): number => {
    const path = paths.get(kind);
    if (path === undefined) return 0;
    let node = root;
    let position = index;
    for (const turn of path) {
      if (node.type === 'leaf') break;
      const left = leftBefore(node, position);
      position = turn === 'left' ? left : position - left;
      node = turn === 'left' ? node.left : node.right;
    }
    return position;
  };

  const nth = (kind: Kind, n: number): number => {
    const path = paths.get(kind);
    if (path === undefined || n < 0 || n >= (counts.get(kind) ?? 0)) {
      throw new RangeError(`there is no item ${n} of ${String(kind)}`);
    }
    return placeOf(root, path, n);
  };

  return { size: root.size, countOf: (kind) => counts.get(kind) ?? 0, kindAt, rank, nth };
};

/** Merging the two smallest first keeps frequent kinds near the root, where the arithmetic is short (Huffman). */
const mergeSmallest = <Kind>(leaves: readonly Tree<Kind>[]): Tree<Kind> => {
  const trees = [...leaves];
  for (;;) {
    trees.sort((a, b) => a.size - b.size);
    const [left, right, ...rest] = trees;
    if (left === undefined) throw new RangeError('an interleaving needs at least one item');
    if (right === undefined) return left;
    trees.splice(0, trees.length, { type: 'merge', left, right, size: left.size + right.size }, ...rest);
  }
};

const pathsOf = <Kind>(tree: Tree<Kind>, path: readonly Turn[]): [Kind, readonly Turn[]][] =>
  tree.type === 'leaf'
    ? [[tree.kind, path]]
    : [...pathsOf(tree.left, [...path, 'left']), ...pathsOf(tree.right, [...path, 'right'])];

const leftBefore = <Kind>(merge: Extract<Tree<Kind>, { type: 'merge' }>, position: number): number =>
  Math.floor((position * merge.left.size) / merge.size);

const placeOf = <Kind>(tree: Tree<Kind>, path: readonly Turn[], n: number): number => {
  if (tree.type === 'leaf') return n;
  const [turn, ...rest] = path;
  if (turn === 'left') {
    const inner = placeOf(tree.left, rest, n);
    return Math.ceil(((inner + 1) * tree.size) / tree.left.size) - 1;
  }
  const inner = placeOf(tree.right, rest, n);
  return Math.floor((inner * tree.size) / tree.right.size);
};
