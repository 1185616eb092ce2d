import type { Status } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Bound } from './query.ts';

/** The rows of a view in ascending order, as positions from 0 to `total` - 1. None is stored. */
export interface Order {
  readonly total: number;
  /** The workflow of a row. */
  readonly indexAt: (position: number) => number;
  /** The first position that is not below the bound. */
  readonly lower: (bound: Bound) => number;
  /** The first position above the bound. */
  readonly upper: (bound: Bound) => number;
}

/** CouchDB orders keys by type first: null, false, true, numbers, strings, arrays, objects. */
const typeRank = (key: unknown): number => {
  if (key === null) return 0;
  if (typeof key === 'boolean') return key ? 2 : 1;
  if (typeof key === 'number') return 3;
  if (typeof key === 'string') return 4;
  return Array.isArray(key) ? 5 : 6;
};
const stringRank = typeRank('');

/** `_all_docs`: by id, in the order of its bytes. */
export const createAllDocsOrder = (workload: Workload): Order => {
  const { size } = workload;
  const bySort = (key: unknown): number => (typeRank(key) < stringRank ? 0 : size);
  return {
    total: size,
    indexAt: (position) => position,
    lower: ({ key }) => (typeof key === 'string' ? workload.lowerBound(key) : bySort(key)),
    upper: ({ key }) => (typeof key === 'string' ? firstAfter(workload, key) : bySort(key)),
  };
};

const firstAfter = (workload: Workload, id: string): number =>
  workload.indexOf(id) === undefined ? workload.lowerBound(id) : workload.lowerBound(id) + 1;

/** CouchDB compares strings by the Unicode collation algorithm. */
const collator = new Intl.Collator('en');

/** `bystatus`: by status, then by id. */
export const createByStatusOrder = (workload: Workload, statuses: readonly Status[]): Order => {
  const keys = statuses.toSorted(collator.compare);
  const starts = [0];
  for (const status of keys) starts.push((starts.at(-1) ?? 0) + workload.countOf(status));
  const startAt = (key: number): number => starts[key] ?? workload.size;

  /** The number of the key that a row at this position has. */
  const keyAt = (position: number): number => starts.findLastIndex((start) => start <= position);
  const place = (bound: Bound, isUpper: boolean): number => {
    const { key, docId } = bound;
    if (typeof key !== 'string') return typeRank(key) < stringRank ? 0 : workload.size;
    const at = keys.findIndex((status) => collator.compare(status, key) >= 0);
    if (at < 0) return workload.size;
    const status = keys[at];
    if (status !== key) return startAt(at);
    if (docId === undefined) return startAt(isUpper ? at + 1 : at);
    const index = isUpper ? firstAfter(workload, docId) : workload.lowerBound(docId);
    return startAt(at) + workload.rank(status as Status, index);
  };
  return {
    total: workload.size,
    indexAt: (position) => {
      const at = keyAt(position);
      return workload.nth(keys[at] as Status, position - startAt(at));
    },
    lower: (bound) => place(bound, false),
    upper: (bound) => place(bound, true),
  };
};
