import { expect, test } from 'vitest';
import { changeOf } from '../../src/analysis/regression.ts';

const pairs = (after: readonly number[]) => after.map((value) => [100, value] as const);

test('a change outside noise and beyond the bound is a regression, downwards an improvement', () => {
  expect(changeOf(pairs([103, 104, 103, 105, 103, 104]), 0.02).verdict).toBe('regression');
  expect(changeOf(pairs([97, 96, 97, 95, 97, 96]), 0.02).verdict).toBe('improvement');
});

test('a change outside noise but within the bound is none, and neither is one beyond it that noise can make', () => {
  expect(changeOf(pairs([101, 101, 101, 101, 101, 101]), 0.02).verdict).toBe('no change');
  expect(changeOf(pairs([103, 104, 99, 105, 103, 104]), 0.02).verdict).toBe('no change');
});

test('below six pairs nothing is told', () => {
  expect(changeOf(pairs([150, 150, 150, 150, 150]), 0.02)).toMatchObject({
    ci95: null,
    verdict: 'no change',
  });
});
