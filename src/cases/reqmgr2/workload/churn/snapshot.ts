import type { Status } from '../description.ts';
import type { DocumentForm, Documents, DocumentWriter, Workload } from '../workload.ts';
import { type Insertion, includes, lowerBoundIn, type Splice, splice } from './splice.ts';
import { type Appeared, type Stock, type Touched, unmoved } from './touched.ts';

/**
 * The workload as it is once so much was touched: a workload like any other, its indices in the order of the names. It
 * holds nothing but the lists that it was given.
 */
export const takeSnapshot = (stock: Stock, touched: Touched): Workload => {
  const { base, moved, arrivals } = stock;
  const { changed, vanished } = touched;
  const appeared = touched.appeared.indices;
  if (changed.length + vanished.length + appeared.length === 0) return base;
  const whole = splice(base.size, vanished, insertionOf(touched.appeared));

  /** The documents that a position's is one of, and its index among them. */
  const sourceOf = (position: number): readonly [Documents, number] => {
    const at = whole.at(position);
    if (at < 0) return [arrivals, appeared[-1 - at] as number];
    return [includes(changed, at) ? moved : base, at];
  };
  const workloadOf = (position: number): readonly [Workload, number] => {
    const at = whole.at(position);
    return at < 0 ? [arrivals, appeared[-1 - at] as number] : [base, at];
  };
  const statusAt = (position: number): Status => {
    const [documents, index] = sourceOf(position);
    return documents.statusAt(index);
  };
  const sectionOf = (status: Status): Section => createSection(base, touched, whole, status);

  return {
    description: base.description,
    seed: base.seed,
    size: whole.length,
    countOf: (status) => sectionOf(status).length,
    nth: (status, n) => sectionOf(status).nth(n),
    rank: (status, position) => sectionOf(status).rank(position),
    statusAt,
    lastTransitionAt: (position) => {
      const [documents, index] = sourceOf(position);
      return documents.lastTransitionAt(index);
    },
    nameAt: (position) => {
      const [workload, index] = workloadOf(position);
      return workload.nameAt(index);
    },
    indexOf: (name) => {
      const index = base.indexOf(name);
      if (index !== undefined) return includes(vanished, index) ? undefined : whole.positionOf(index);
      const arrival = arrivals.indexOf(name);
      return arrival === undefined || !includes(appeared, arrival)
        ? undefined
        : whole.positionOfInserted(lowerBoundIn(appeared, arrival));
    },
    lowerBound: (text) => {
      const inBase = base.lowerBound(text);
      return inBase - lowerBoundIn(vanished, inBase) + lowerBoundIn(appeared, arrivals.lowerBound(text));
    },
    deletedCount: vanished.length,
    wasDeleted: (name) => {
      const index = base.indexOf(name);
      return index !== undefined && includes(vanished, index);
    },
    globalLocks: base.globalLocks,
    parentLocks: base.parentLocks,
    writer: (form) => writerOver([base, moved, arrivals], sourceOf, form),
  };
};

const writerOver = (
  sources: readonly Documents[],
  sourceOf: (position: number) => readonly [Documents, number],
  form: DocumentForm,
): DocumentWriter => {
  const writers = new Map(sources.map((source) => [source, source.writer(form)]));
  return {
    sizeAt: (position) => {
      const [source, index] = sourceOf(position);
      return (writers.get(source) as DocumentWriter).sizeAt(index);
    },
    write: (position, target, offset) => {
      const [source, index] = sourceOf(position);
      return (writers.get(source) as DocumentWriter).write(index, target, offset);
    },
  };
};

const insertionOf = ({ before }: Appeared): Insertion => ({
  count: before.length,
  before: (k) => before[k] as number,
});

/** The workflows of one status. */
interface Section {
  readonly length: number;
  readonly nth: (n: number) => number;
  readonly rank: (position: number) => number;
}

/** Two splices: of the base's own members by those that changed their status, and of these by those that appeared. */
const createSection = (base: Workload, touched: Touched, whole: Splice, status: Status): Section => {
  const { indices: all, before: allBefore } = touched.appeared;
  const { left, came, appeared } = touched.byStatus.get(status) ?? unmoved;
  const changed = splice(base.countOf(status), left, {
    count: came.length,
    before: (k) => base.rank(status, came[k] as number),
  });
  /** How many members that are of the base have an index below this one of the base. */
  const rankInChanged = (index: number): number =>
    changed.kept(base.rank(status, index)) + lowerBoundIn(came, index);
  const members = splice(changed.length, [], {
    count: appeared.indices.length,
    before: (k) => rankInChanged(appeared.before[k] as number),
  });
  return {
    length: members.length,
    nth: (n) => {
      const member = members.at(n);
      if (member < 0) {
        return whole.positionOfInserted(lowerBoundIn(all, appeared.indices[-1 - member] as number));
      }
      const at = changed.at(member);
      return whole.positionOf(at < 0 ? (came[-1 - at] as number) : base.nth(status, at));
    },
    rank: (position) => {
      if (position >= whole.length) return members.length;
      const at = whole.at(position);
      const [index, k] = at < 0 ? [allBefore[-1 - at] as number, -1 - at] : [at, position - whole.kept(at)];
      const arrivals =
        k < all.length ? lowerBoundIn(appeared.indices, all[k] as number) : appeared.indices.length;
      return rankInChanged(index) + arrivals;
    },
  };
};
