import type { Fingerprint } from '../../record/journal/fingerprint.ts';
import type { Completeness } from '../../record/journal/sample.ts';
import { checkCompleteness, expectSet } from './completeness.ts';

/** What was seen of services whose items nobody knows beforehand. */
export interface Union {
  /** A sample against all that samples have seen so far, itself included. */
  readonly check: (processed: readonly Fingerprint[]) => Completeness;
}

/**
 * The expected set grows with every sample: an item that one strategy sees and a later sample does not is missed by
 * it, and one that only comes later is held against nobody before. An item that has changed since it was last seen is
 * stale in the sample that sees the change, and expected in its new state from then on.
 * @param count how many items there are, where that is known: a sample of another number is held against nobody, and what it has
 *   beyond them is stale
 */
export const createUnion = (count: number | null = null): Union => {
  const versionByName = new Map<number, number>();
  return {
    check: (processed) => {
      const distinct = new Set(processed.map(({ name }) => name)).size;
      if (count !== null && distinct !== count) return ofOtherNumber(count, distinct, processed);
      for (const { name, version } of processed) {
        if (!versionByName.has(name)) versionByName.set(name, version);
      }
      const seen = [...versionByName].map(([name, version]) => ({ name, version }));
      const completeness = checkCompleteness(expectSet(seen), processed);
      for (const { name, version } of processed) versionByName.set(name, version);
      return completeness;
    },
  };
};

const ofOtherNumber = (count: number, distinct: number, processed: readonly Fingerprint[]): Completeness => ({
  expected: count,
  processed: processed.length,
  missed: Math.max(0, count - distinct),
  duplicated: processed.length - distinct,
  stale: Math.max(0, distinct - count),
  digestMatches: false,
});
