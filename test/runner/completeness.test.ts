import { expect, test } from 'vitest';
import { checkCompleteness, expectSet } from '../../src/runner/check/completeness.ts';
import { fingerprintIn } from '../builders/reqmgr2.ts';

const one = fingerprintIn('one', 'announced', 100);
const two = fingerprintIn('two', 'announced', 200);
const three = fingerprintIn('three', 'rejected', 300);
const expected = expectSet([one, two, three]);

test('the expected workflows, each once, in any order, are complete', () => {
  expect(checkCompleteness(expected, [three, one, two])).toEqual({
    expected: 3,
    processed: 3,
    missed: 0,
    duplicated: 0,
    stale: 0,
    digestMatches: true,
  });
});

test('a workflow that was left out is missed', () => {
  expect(checkCompleteness(expected, [one, two])).toMatchObject({ missed: 1, digestMatches: false });
});

test('a workflow seen again is duplicated, even when another is missed and the count is right', () => {
  expect(checkCompleteness(expected, [one, two, two])).toMatchObject({
    processed: 3,
    missed: 1,
    duplicated: 1,
    digestMatches: false,
  });
});

test('a workflow in another status or with another last transition is stale, not missed', () => {
  const moved = fingerprintIn('two', 'normal-archived', 250);
  expect(checkCompleteness(expected, [one, moved, three])).toMatchObject({
    missed: 0,
    stale: 1,
    digestMatches: false,
  });
});

test('a workflow that nobody expected is stale', () => {
  expect(checkCompleteness(expectSet([]), [one])).toMatchObject({
    expected: 0,
    processed: 1,
    stale: 1,
    digestMatches: false,
  });
});

test('no workflow where none is expected is complete', () => {
  expect(checkCompleteness(expectSet([]), [])).toMatchObject({ processed: 0, digestMatches: true });
});
