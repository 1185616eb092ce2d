import { bitsAt, createPermutation } from '../../../units/random.ts';
import { plainShape, type Status, type WorkloadDescription } from './description.ts';
import { createWriters } from './documents/documents.ts';
import { tokenDigits } from './documents/template.ts';
import { interleave } from './interleave.ts';
import { createNames } from './names.ts';
import { createSizes } from './sizes.ts';
import { lastTransitionTo, statusAfter } from './transitions.ts';
import type { Documents, Workload } from './workload.ts';

/** The workload of a description and a seed. A RangeError for a description without workflows or with impossible sizes. */
export const openWorkload = (description: WorkloadDescription, seed: number): Workload =>
  openMoving(description, seed).workload;

/** A workload, and beside it its documents as each is once it has gone on to its next status, by the same indices. */
export const openMoving = (
  description: WorkloadDescription,
  seed: number,
): { workload: Workload; moved: Documents } => {
  const counts = new Map(Object.entries(description.statuses) as [Status, number][]);
  const statuses = interleave(counts);
  const { size } = statuses;
  const seedKey = bitsAt(seed, 0x5eed);
  const keyAt = (index: number): number => bitsAt(seedKey, index);
  const names = createNames(description.names, size, keyAt);
  const sizes = createSizes(description.documents);
  const quantile = createPermutation(size, bitsAt(seedKey, -2));
  const sizedTypeAt = (index: number) => sizes((quantile(index) + 0.5) / size);
  const documentsIn = (statusAt: (index: number) => Status): Documents => ({
    statusAt,
    lastTransitionAt: (index) => lastTransitionTo(statusAt(index), names.createdAt(index), keyAt(index)),
    writer: createWriters({
      names,
      statusAt,
      firstStatusAt: statuses.kindAt,
      keyAt,
      sizedTypeAt,
      tokenAt: (index) => tokenOf(index, seedKey),
      wishes: { ...plainShape, ...description.documents.shape, nesting: description.documents.nesting },
    }),
  });
  const workload: Workload = {
    description,
    seed,
    size,
    countOf: statuses.countOf,
    nth: statuses.nth,
    rank: statuses.rank,
    nameAt: names.nameAt,
    indexOf: names.indexOf,
    lowerBound: names.lowerBound,
    deletedCount: 0,
    wasDeleted: () => false,
    globalLocks: () => locks(description.locks.global, seedKey, 'RAW'),
    parentLocks: () => locks(description.locks.parent, seedKey, 'AODSIM'),
    ...documentsIn(statuses.kindAt),
  };
  return { workload, moved: documentsIn((index) => statusAfter(statuses.kindAt(index))) };
};

/**
 * Multiplication by a number that shares no factor with the span is a bijection, so no two documents have the same; the
 * product stays below 2^53 for all indices below 2^31.
 */
const tokenSpan = 36 ** tokenDigits;
const tokenStep = 2_097_143;
const tokenOf = (index: number, seedKey: number): number => (index * tokenStep + (seedKey >>> 0)) % tokenSpan;

function* locks(count: number, seedKey: number, tier: string): Generator<string> {
  for (let i = 0; i < count; i++) {
    const id = (bitsAt(seedKey ^ tier.length, i) >>> 0).toString(36).padStart(7, '0');
    yield `/LockedPrimary_${id}_TuneCP5_13p6TeV_pythia8/RunIII2024Summer24-${i}-v${1 + (i % 4)}/${tier}`;
  }
}
