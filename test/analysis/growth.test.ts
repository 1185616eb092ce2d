import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { expect, test } from 'vitest';
import { growthOf } from '../../src/analysis/statistics/growth.ts';

const settling = Array.from({ length: 8 }, (_, i) => 14e6 + 200_000 * i);
const random = xoroshiro128plus(7);
/** Twelve readings that grow by so much a cycle, up to 50 kB off. */
const readings = (slope: number): number[] => [
  ...settling,
  ...Array.from({ length: 12 }, (_, i) => 16e6 + slope * i + 100_000 * (uniformFloat64(random) - 0.5)),
];

test('a leak of 100 kB a cycle is told, and its size', () => {
  for (let trial = 0; trial < 50; trial++) {
    const growth = growthOf(readings(100_000));
    expect(growth?.verdict).toBe('leak');
    expect(growth?.slope).toBeGreaterThan(85_000);
    expect(growth?.slope).toBeLessThan(115_000);
  }
});

test('steady memory is no leak, however it scatters', () => {
  for (let trial = 0; trial < 50; trial++) expect(growthOf(readings(0))?.verdict).toBe('no leak');
});

test('the interval holds the true slope in 95 of 100 cases', () => {
  const trials = 1000;
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const growth = growthOf(readings(40_000));
    if (growth !== null && growth.ci95[0] <= 40_000 && growth.ci95[1] >= 40_000) held += 1;
  }
  expect(held / trials).toBeGreaterThan(0.93);
});

test('the growth of the first cycles counts for nothing', () => {
  expect(growthOf([...settling, ...Array(12).fill(16e6)])).toEqual({
    slope: 0,
    ci95: [0, 0],
    verdict: 'no leak',
  });
});

test('readings whose interval reaches beyond the smallest leak decide nothing', () => {
  const scatter = [0, 9, 3, 7, 1, 8, 2, 6, 4, 9, 0, 5];
  const wild = scatter.map((step, i) => 16e6 + step * 200_000 + 20_000 * i);
  const growth = growthOf([...settling, ...wild]);
  expect(growth?.ci95[0]).toBeLessThan(0);
  expect(growth?.ci95[1]).toBeGreaterThan(32_000);
  expect(growth?.verdict).toBe('undecided');
});

test('a sure growth that is as small as that of V8 itself is none, and just above it one', () => {
  const line = (slope: number) => [...settling, ...Array.from({ length: 12 }, (_, i) => 16e6 + slope * i)];
  expect(growthOf(line(32_000))?.verdict).toBe('no leak');
  expect(growthOf(line(32_001))?.verdict).toBe('leak');
});

test('too few cycles tell nothing', () => {
  expect(growthOf([...settling, 1, 2, 3])).toBeNull();
});
