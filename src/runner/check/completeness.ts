import { digestOf, type Fingerprint } from '../../record/journal/fingerprint.ts';
import type { Completeness } from '../../record/journal/sample.ts';

/** The items that a strategy must process, each once. */
export interface ExpectedSet {
  readonly versionByName: ReadonlyMap<number, number>;
  readonly digest: string;
  /** States of items that came, went or changed meanwhile: a strategy may process them or not, and that counts for nothing. */
  readonly passing: ReadonlySet<number>;
}

export const expectSet = (
  fingerprints: Iterable<Fingerprint>,
  passing: Iterable<Fingerprint> = [],
): ExpectedSet => {
  const expected = [...fingerprints];
  return {
    versionByName: new Map(expected.map(({ name, version }) => [name, version])),
    digest: digestOf(expected),
    passing: new Set(Array.from(passing, ({ version }) => version)),
  };
};

/** What a strategy processed, against what it should have. An item in a state that nobody expected counts as stale. */
export const checkCompleteness = (expected: ExpectedSet, processed: readonly Fingerprint[]): Completeness => {
  const seen = new Set<number>();
  let duplicated = 0;
  let stale = 0;
  const counted = processed.filter(({ version }) => !expected.passing.has(version));
  for (const { name, version } of counted) {
    if (seen.has(name)) duplicated += 1;
    seen.add(name);
    if (expected.versionByName.get(name) !== version) stale += 1;
  }
  let missed = 0;
  for (const name of expected.versionByName.keys()) if (!seen.has(name)) missed += 1;
  return {
    expected: expected.versionByName.size,
    processed: processed.length,
    missed,
    duplicated,
    stale,
    digestMatches: digestOf(counted) === expected.digest,
  };
};
