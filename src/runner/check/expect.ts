import type { Row } from '../../record/journal/sample.ts';
import type { Case, ExpectedItems, Opened } from '../../scenario/case.ts';
import { type ExpectedSet, expectSet } from './completeness.ts';

/** What a sample whose services answered so many requests must have processed. */
export type Expect = (yields: Row['yields'], requests: number) => ExpectedSet;

export const createExpect = ({ expect }: Pick<Case, 'expect'>, opened: Opened): Expect => {
  const nothing = expectSet([]);
  const expected = expect(opened);
  let last: { readonly of: ExpectedItems; readonly set: ExpectedSet } | undefined;
  return (yields, requests) => {
    if (yields === 'nothing') return nothing;
    const items = expected(requests);
    // Most samples are to process what the one before was.
    if (last?.of !== items) last = { of: items, set: expectSet(items.items, items.passing) };
    return last.set;
  };
};
