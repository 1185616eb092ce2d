import type { Row } from '../../record/journal/sample.ts';
import type { ExpectedItems } from '../../scenario/case.ts';
import { type ExpectedSet, expectSet } from './completeness.ts';

/** What a sample whose services answered so many requests must have processed. */
export type Expect = (yields: Row['yields'], requests: number) => ExpectedSet;

export const createExpect = (expected: (requests: number) => ExpectedItems): Expect => {
  const nothing = expectSet([]);
  let last: { readonly of: ExpectedItems; readonly set: ExpectedSet } | undefined;
  return (yields, requests) => {
    if (yields === 'nothing') return nothing;
    const items = expected(requests);
    // Most samples are to process what the one before was.
    if (last?.of !== items) last = { of: items, set: expectSet(items.items, items.passing) };
    return last.set;
  };
};
