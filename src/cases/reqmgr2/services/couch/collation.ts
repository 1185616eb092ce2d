/** CouchDB compares strings by the Unicode collation algorithm. */
const collator = new Intl.Collator('en');

/** Keys are ordered by type first: null, false, true, numbers, strings, lists, objects. */
const typeRank = (key: unknown): number => {
  if (key === null) return 0;
  if (typeof key === 'boolean') return key ? 2 : 1;
  if (typeof key === 'number') return 3;
  if (typeof key === 'string') return 4;
  return Array.isArray(key) ? 5 : 6;
};

/** The order of a view's keys, which are any JSON: below 0 where the first comes first. */
export const compareKeys = (a: unknown, b: unknown): number => {
  if (typeof a === 'string' && typeof b === 'string') return collator.compare(a, b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  const rank = typeRank(a);
  return rank === 6 && typeRank(b) === 6
    ? compareLists(Object.entries(a as object), Object.entries(b as object))
    : rank - typeRank(b);
};

/** Member by member; of two that begin alike, the shorter comes first. */
const compareLists = (a: readonly unknown[], b: readonly unknown[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareKeys(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
};
