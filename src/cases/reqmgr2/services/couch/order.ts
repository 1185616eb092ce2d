import type { Status } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import { compareKeys } from './collation.ts';
import { designId } from './design.ts';
import type { Bound } from './query.ts';

/** The rows of a view in ascending order, as positions from 0 to `total` - 1. None is stored. */
export interface Order {
  readonly total: number;
  /** The workflow of a row; `designIndex` for the design document. */
  readonly indexAt: (position: number) => number;
  /** The first position that is not below the bound. */
  readonly lower: (bound: Bound) => number;
  /** The first position above the bound. */
  readonly upper: (bound: Bound) => number;
}

export const designIndex = -1;

/**
 * `_all_docs`: by id, in the order of its bytes, the design document among the workflows. Erlang orders what is no text
 * before all texts, objects too.
 */
export const createAllDocsOrder = (workload: Workload): Order => {
  const design = workload.lowerBound(designId);
  const place = (key: unknown, isUpper: boolean): number => {
    if (typeof key !== 'string') return 0;
    const below = workload.lowerBound(key) + (isBelow(designId, key) ? 1 : 0);
    const isThere = key === designId || workload.indexOf(key) !== undefined;
    return isUpper && isThere ? below + 1 : below;
  };
  return {
    total: workload.size + 1,
    indexAt: (position) => (position === design ? designIndex : position < design ? position : position - 1),
    lower: ({ key }) => place(key, false),
    upper: ({ key }) => place(key, true),
  };
};

/** By their bytes. */
const isBelow = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

/** `bystatus`: by status, then by id. */
export const createByStatusOrder = (workload: Workload, statuses: readonly Status[]): Order => {
  const keys = statuses.toSorted(compareKeys);
  const starts = [0];
  for (const status of keys) starts.push((starts.at(-1) ?? 0) + workload.countOf(status));
  const startAt = (key: number): number => starts[key] ?? workload.size;

  /** The number of the key that a row at this position has. */
  const keyAt = (position: number): number => starts.findLastIndex((start) => start <= position);
  const place = ({ key, docId }: Bound, isUpper: boolean): number => {
    const at = keys.findIndex((status) => compareKeys(status, key) >= 0);
    const status = keys[at];
    if (status === undefined) return workload.size;
    if (status !== key) return startAt(at);
    if (docId === undefined) return startAt(isUpper ? at + 1 : at);
    const isThere = isUpper && workload.indexOf(docId) !== undefined;
    return startAt(at) + workload.rank(status, workload.lowerBound(docId) + (isThere ? 1 : 0));
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

/**
 * The rows of a view that the workload has in no order of its own: a number is held for each row, and its key is made anew
 * each time it is looked at.
 *
 * @param keyAt undefined for a workflow that the view has no row of
 */
export const createSortedOrder = (workload: Workload, keyAt: (index: number) => unknown): Order => {
  const emitting = new Uint32Array(workload.size);
  let total = 0;
  for (let index = 0; index < workload.size; index++) {
    if (keyAt(index) !== undefined) emitting[total++] = index;
  }
  // Indices are in the order of the ids.
  const sorted = emitting.subarray(0, total).sort((a, b) => compareKeys(keyAt(a), keyAt(b)) || a - b);
  const indexAt = (position: number): number => sorted[position] as number;

  /** The first position whose row is not below the bound, or above it. */
  const place = ({ key, docId }: Bound, isUpper: boolean): number => {
    const idAt = docId === undefined ? (isUpper ? workload.size : 0) : workload.lowerBound(docId);
    const isThere = docId !== undefined && workload.indexOf(docId) !== undefined;
    const end = isUpper && isThere ? idAt + 1 : idAt;
    let [low, high] = [0, total];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const index = indexAt(middle);
      if ((compareKeys(keyAt(index), key) || index - end) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    total,
    indexAt,
    lower: (bound) => place(bound, false),
    upper: (bound) => place(bound, true),
  };
};
