import { expect, test } from 'vitest';
import { medianInterval } from '../../src/analysis/statistics/median-interval.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

// Conover, table A3 and the normal approximation n / 2 - 0.98 √n.
test.each([
  [6, [1, 6]],
  [9, [2, 8]],
  [20, [6, 15]],
  [100, [40, 61]],
])('the interval of the median of %i values is between two of them', (n, interval) => {
  expect(medianInterval(upTo(n))).toEqual(interval);
});

test('five values have none', () => {
  expect(medianInterval(upTo(5))).toBeNull();
  expect(medianInterval([])).toBeNull();
});

test('thousands of values have one, though the probability of the ends is too small for a number', () => {
  for (const n of [1074, 1075, 10_000]) {
    const [low, high] = medianInterval(upTo(n)) ?? [0, 0];
    expect(low).toBe(n + 1 - high);
    expect(Math.abs(low - (n / 2 - 0.98 * Math.sqrt(n)))).toBeLessThan(2);
  }
});
