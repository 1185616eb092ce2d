import type { Fingerprint } from '../../record/journal/fingerprint.ts';
import type { Completeness, Row } from '../../record/journal/sample.ts';
import type { Measurement } from '../../scenario/scenario.ts';
import { checkCompleteness, expectSet } from './completeness.ts';
import { createExpect } from './expect.ts';
import { createUnion } from './union.ts';

/** What a row processed in a sample of so many requests, against what it should have. */
export type Check = (row: Row, processed: readonly Fingerprint[], requests: number) => Completeness;

/** Against the workload as it was during so many requests, or what was seen of a target's so far. */
export const checkOf = (scenario: Measurement): Check => {
  if (scenario.access !== null) {
    const nothing = expectSet([]);
    const union = createUnion();
    return ({ yields }, processed) =>
      yields === 'nothing' ? checkCompleteness(nothing, processed) : union.check(processed);
  }
  const expect = createExpect(scenario.case, scenario.opened);
  return ({ yields }, processed, requests) => checkCompleteness(expect(yields, requests), processed);
};
