import type { Measurement } from '../scenario/scenario.ts';
import { checkCompleteness, expectSet } from './completeness.ts';
import { createExpect } from './expect.ts';
import type { Workshop } from './take-sample.ts';
import { createUnion } from './union.ts';

/** Against the workload as it was during so many requests, or what was seen of a target's so far. */
export const checkOf = (scenario: Measurement): Workshop['check'] => {
  if (scenario.access !== null) {
    const nothing = expectSet([]);
    const union = createUnion();
    return ({ yields }, processed) =>
      yields === 'nothing' ? checkCompleteness(nothing, processed) : union.check(processed);
  }
  const expect = createExpect(scenario);
  return ({ yields }, processed, requests) => checkCompleteness(expect(yields, requests), processed);
};
