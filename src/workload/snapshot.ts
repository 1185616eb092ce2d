import type { Status } from './profile.ts';
import { includes, lowerBoundIn, type Splice, splice } from './splice.ts';
import type { DocumentForm, Documents, DocumentWriter, Workload } from './workload.ts';

/** A workload, its documents after their next change of status, and the workflows that may yet appear. */
export interface Stock {
  readonly base: Workload;
  readonly moved: Documents;
  readonly arrivals: Workload;
}

/** What has become of a stock: which indices were touched, each list ascending. No index of the base is in two of them. */
export interface Touched {
  readonly changed: readonly number[];
  readonly vanished: readonly number[];
  /** Indices of the arrivals. */
  readonly appeared: readonly number[];
  /** For each that appeared, the index of the base whose name comes behind its own. */
  readonly appearedBefore: readonly number[];
}

export const untouched: Touched = { changed: [], vanished: [], appeared: [], appearedBefore: [] };

/**
 * The workload as it is once so much was touched: a workload like any other, its indices in the order of the names. It
 * holds the lists that it was given, and of each status that was asked for the places of those that came and went.
 */
export const takeSnapshot = ({ base, moved, arrivals }: Stock, touched: Touched): Workload => {
  const { changed, vanished, appeared, appearedBefore } = touched;
  if (changed.length + vanished.length + appeared.length === 0) return base;
  const whole = splice(base.size, vanished, appearedBefore);

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
  const sections = new Map<Status, Section>();
  const sectionOf = (status: Status): Section => {
    const section = sections.get(status) ?? createSection(base, moved, arrivals, touched, whole, status);
    sections.set(status, section);
    return section;
  };

  return {
    profile: base.profile,
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

/** The workflows of one status: those of the base's that have not left it, and those that came into it. */
interface Section {
  readonly length: number;
  readonly nth: (n: number) => number;
  readonly rank: (position: number) => number;
}

const createSection = (
  base: Workload,
  moved: Documents,
  arrivals: Workload,
  { changed, vanished, appeared, appearedBefore }: Touched,
  whole: Splice,
  status: Status,
): Section => {
  const hasLeft = (index: number): boolean =>
    base.statusAt(index) === status && moved.statusAt(index) !== status;
  const left = [
    ...changed.filter(hasLeft),
    ...vanished.filter((index) => base.statusAt(index) === status),
  ].sort((a, b) => a - b);
  const came = [
    ...changed
      .filter((index) => base.statusAt(index) !== status && moved.statusAt(index) === status)
      .map(whole.positionOf),
    ...appeared.flatMap((index, k) =>
      arrivals.statusAt(index) === status ? [whole.positionOfInserted(k)] : [],
    ),
  ].sort((a, b) => a - b);

  /** How many of the base have a position below this one, gone ones included. */
  const baseBelow = (position: number): number => {
    if (position >= whole.length) return base.size;
    const at = whole.at(position);
    return at < 0 ? (appearedBefore[-1 - at] as number) : at;
  };
  const members = splice(
    base.countOf(status),
    left.map((index) => base.rank(status, index)),
    came.map((position) => base.rank(status, baseBelow(position))),
  );
  return {
    length: members.length,
    nth: (n) => {
      const at = members.at(n);
      return at < 0 ? (came[-1 - at] as number) : whole.positionOf(base.nth(status, at));
    },
    rank: (position) => {
      const below = baseBelow(position);
      return base.rank(status, below) - lowerBoundIn(left, below) + lowerBoundIn(came, position);
    },
  };
};
