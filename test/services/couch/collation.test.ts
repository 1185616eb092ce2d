import { expect, test } from 'vitest';
import { compareKeys } from '../../../src/cases/reqmgr2/services/couch/collation.ts';

test('keys are ordered by type, then by value; texts by the Unicode collation, lists and objects by their members', () => {
  const ascending = [
    ...[null, false, true, -1, 0, 1.5, 2],
    ...['', '_', '-', '1', 'a', 'A', 'aa', 'b', 'B'],
    ...[[], [null], ['a'], ['a', 1], ['a', 'b'], ['b'], [{}]],
    ...[{}, { a: 1 }, { a: 2 }, { a: 2, b: 1 }, { b: 1 }],
  ];
  for (const [i, a] of ascending.entries()) {
    for (const [j, b] of ascending.entries()) expect(Math.sign(compareKeys(a, b))).toBe(Math.sign(i - j));
  }
});
