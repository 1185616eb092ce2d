import type { Fingerprint } from '../../record/journal/fingerprint.ts';
import type { Completeness, Row } from '../../record/journal/sample.ts';
import type { Measurement } from '../../scenario/scenario.ts';
import { checkCompleteness, expectSet } from './completeness.ts';
import { createExpect } from './expect.ts';
import { createUnion } from './union.ts';

/** What a row processed in a sample of so many requests, against what it should have. */
export type Check = (row: Row, processed: readonly Fingerprint[], requests: number) => Completeness;

/** Against the workload as it was during so many requests, or what was seen so far of one that nobody knows. */
export const checkOf = ({ access, case: about, opened }: Measurement): Check => {
  const expected = access === null ? about.expect(opened) : { count: null };
  if (typeof expected !== 'function') {
    const nothing = expectSet([]);
    const union = createUnion(expected.count);
    return (row, processed) =>
      yieldsNothing(row) ? checkCompleteness(nothing, processed) : union.check(processed);
  }
  const expect = createExpect(expected);
  return (row, processed, requests) =>
    checkCompleteness(expect(yieldsNothing(row) ? 'nothing' : 'workload', requests), processed);
};

/** A function has its own work, of which the case knows nothing. */
const yieldsNothing = ({ yields, function: call }: Row): boolean =>
  yields === 'nothing' || call !== undefined;

/** Whether it is known only from what somebody saw which items there are. */
export const isKnownByRows = ({ access, case: about, opened }: Measurement): boolean =>
  about.servesNothing !== true && (access !== null || typeof about.expect(opened) !== 'function');
