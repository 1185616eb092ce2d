import { expect, test } from 'vitest';
import { createUnion } from '../../src/runner/check/union.ts';
import { fingerprintIn } from '../builders/reqmgr2.ts';

const one = fingerprintIn('one', 'announced', 100);
const two = fingerprintIn('two', 'announced', 200);

test('the first sample is complete: it has seen all that was seen', () => {
  expect(createUnion().check([one, two])).toMatchObject({ expected: 2, missed: 0, digestMatches: true });
});

test('what one sample saw a later one misses, and only a later one', () => {
  const union = createUnion();
  expect(union.check([one])).toMatchObject({ expected: 1, digestMatches: true });
  expect(union.check([one, two])).toMatchObject({ expected: 2, digestMatches: true });
  expect(union.check([one])).toMatchObject({ expected: 2, processed: 1, missed: 1, digestMatches: false });
});

test('a workflow seen twice is duplicated', () => {
  expect(createUnion().check([one, one])).toMatchObject({ duplicated: 1, digestMatches: false });
});

test('a workflow that moved on is stale where that is seen first, and expected so afterwards', () => {
  const union = createUnion();
  const moved = fingerprintIn('two', 'normal-archived', 300);
  union.check([one, two]);
  expect(union.check([one, moved])).toMatchObject({ missed: 0, stale: 1, digestMatches: false });
  expect(union.check([one, moved])).toMatchObject({ stale: 0, digestMatches: true });
});

test('of a known number of items a sample of another number is incomplete, and held against no other', () => {
  const union = createUnion(2);
  const three = fingerprintIn('three', 'announced', 300);
  expect(union.check([one])).toMatchObject({ expected: 2, missed: 1, stale: 0, digestMatches: false });
  expect(union.check([one, two, three])).toMatchObject({ missed: 0, stale: 1, digestMatches: false });
  expect(union.check([one, one, two])).toMatchObject({ duplicated: 1, digestMatches: false });
  expect(union.check([one, two])).toMatchObject({ expected: 2, missed: 0, digestMatches: true });
  expect(union.check([one, three])).toMatchObject({ missed: 1, digestMatches: false });
});
