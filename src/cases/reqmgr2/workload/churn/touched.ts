import type { Status } from '../description.ts';
import type { Documents, Workload } from '../workload.ts';
import { withNumbers } from './splice.ts';

/** A workload, its documents after their next change of status, and the workflows that may yet appear. */
export interface Stock {
  readonly base: Workload;
  readonly moved: Documents;
  readonly arrivals: Workload;
}

/** What has become of a stock. Every list is ascending; no index of the base is in two of the first two. */
export interface Touched {
  readonly changed: readonly number[];
  readonly vanished: readonly number[];
  readonly appeared: Appeared;
  readonly byStatus: ReadonlyMap<Status, Moves>;
}

/** Workflows that have appeared. */
export interface Appeared {
  /** Of the arrivals. */
  readonly indices: readonly number[];
  /** For each, the index of the base whose name comes behind its own. */
  readonly before: readonly number[];
}

/** Who left a status and who came into it. */
export interface Moves {
  /** Ranks in the status, as the base has it. */
  readonly left: readonly number[];
  /** Indices of the base, of those that changed their status. */
  readonly came: readonly number[];
  readonly appeared: Appeared;
}

const nobody: Appeared = { indices: [], before: [] };
export const unmoved: Moves = { left: [], came: [], appeared: nobody };
export const untouched: Touched = { changed: [], vanished: [], appeared: nobody, byStatus: new Map() };

/** Indices of the base that change or vanish now, and of the arrivals that appear. */
export interface Events {
  readonly changing: readonly number[];
  readonly vanishing: readonly number[];
  readonly appearing: readonly number[];
}

/** What has become of a stock after some more. The lists of before stay as they are. */
export const touch = (
  { base, moved, arrivals }: Stock,
  touched: Touched,
  { changing, vanishing, appearing }: Events,
): Touched => {
  const leaving = Map.groupBy(
    [...changing.filter((index) => base.statusAt(index) !== moved.statusAt(index)), ...vanishing],
    base.statusAt,
  );
  const coming = Map.groupBy(
    changing.filter((index) => base.statusAt(index) !== moved.statusAt(index)),
    moved.statusAt,
  );
  const arriving = Map.groupBy(appearing, arrivals.statusAt);
  const withAppeared = ({ indices, before }: Appeared, more: readonly number[]): Appeared => ({
    indices: withNumbers(indices, more),
    // Names of arrivals are in the order of their indices, so these come out in the order of the indices.
    before: withNumbers(
      before,
      more.map((index) => base.lowerBound(arrivals.nameAt(index))),
    ),
  });
  const byStatus = new Map(touched.byStatus);
  for (const status of new Set([...leaving.keys(), ...coming.keys(), ...arriving.keys()])) {
    const { left, came, appeared } = byStatus.get(status) ?? unmoved;
    byStatus.set(status, {
      left: withNumbers(
        left,
        (leaving.get(status) ?? []).map((index) => base.rank(status, index)),
      ),
      came: withNumbers(came, coming.get(status) ?? []),
      appeared: withAppeared(appeared, arriving.get(status) ?? []),
    });
  }
  return {
    changed: withNumbers(touched.changed, changing),
    vanished: withNumbers(touched.vanished, vanishing),
    appeared: withAppeared(touched.appeared, appearing),
    byStatus,
  };
};
