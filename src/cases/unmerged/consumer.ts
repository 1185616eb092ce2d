import { UserError } from '../../errors/user-error.ts';
import type { Consumer } from '../../subject/case.ts';
import type { Clients } from './context.ts';

const root = '/store/unmerged/';

/**
 * One cycle of MSUnmerged's `getUnmergedFiles` (WMCore's MSUnmerged.py, 2026-07): each path is cut to its directory, and the
 * directory put among those to delete or those that are protected. What lies elsewhere is skipped.
 */
const runCycle: Consumer<Clients> = async (items, { protectedLfns }, onItem) => {
  const locked = new Set(await protectedLfns());
  const toDelete = new Set<string>();
  const kept = new Set<string>();
  let total = 0;
  for await (const item of items()) {
    const path = pathOf(item, total + 1);
    const directory = cutPath(path);
    if (!directory.startsWith(root)) continue;
    total += 1;
    const found = locked.has(directory) ? kept : toDelete;
    if (!found.has(directory)) found.add(copyOf(directory));
    onItem(path, path);
  }
  return { total, toDelete: toDelete.size, protected: kept.size };
};

export default runCycle;

/** Up to the processed dataset, the deepest level that WMStats protects. */
export const cutPath = (path: string): string => {
  let end = -1;
  for (let slashes = 0; slashes < 7; slashes++) {
    end = path.indexOf('/', end + 1);
    if (end < 0) return path;
  }
  return path.slice(0, end);
};

/** Of its own: a part of a string keeps the whole of it alive, and Python's slices do not. */
const copyOf = (text: string): string => Buffer.from(text).toString();

const pathOf = (value: unknown, position: number): string => {
  if (typeof value === 'string') return value;
  const what =
    value === null ? 'null' : Array.isArray(value) ? 'a list' : `the ${typeof value} ${String(value)}`;
  throw new UserError(`the strategy yielded ${what} as its file ${position}, expected a path`, {
    advice: 'Yield paths one by one: yield* await rucio.files(rse);',
  });
};
