import type { Fingerprint } from '../../record/journal/fingerprint.ts';
import type { Completeness } from '../../record/journal/sample.ts';
import { checkCompleteness, expectSet } from './completeness.ts';

/** What was seen of a service whose items nobody knows beforehand. */
export interface Union {
  /** A sample against all that samples have seen so far, itself included. */
  readonly check: (processed: readonly Fingerprint[]) => Completeness;
}

/**
 * The expected set grows with every sample: an item that one strategy sees and a later sample does not is missed by
 * it, and one that only comes later is held against nobody before. An item that has changed since it was last seen is
 * stale in the sample that sees the change, and expected in its new state from then on.
 */
export const createUnion = (): Union => {
  const versionByName = new Map<number, number>();
  return {
    check: (processed) => {
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
