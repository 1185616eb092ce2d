import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growthOfCycles } from '../../src/analysis/growth/cycles.ts';
import { type Growth, growthOf } from '../../src/analysis/growth/growth.ts';
import type { Reading } from '../../src/analysis/growth/trend.ts';
import { countsOf } from '../builders/growth-counts.ts';
import { chanceOf, kindOf, noiseNames, seriesOf, shapeNames, withLeak } from '../builders/growth-series.ts';

const MB = 1e6;
const { normal, between } = chanceOf(7);
const judge = (series: readonly Reading[], tolerated?: number): Growth => {
  const growth = growthOf(series, tolerated);
  if (growth === null) throw new Error('too few readings');
  return growth;
};

test('of few series of every kind hardly one is called a leak, and leaks of twice the resolution are found', () => {
  // 1,000 of each shape: growth.system.test.ts.
  const all = shapeNames.map((shape) => countsOf(shape, [20, 60], 40));
  const sum = (what: 'called' | 'found') => all.reduce((total, counts) => total + counts[what], 0);
  expect(sum('called')).toBeLessThanOrEqual(2);
  expect(sum('found')).toBeGreaterThanOrEqual(238);
});

describe('shapes that others have published', () => {
  test('12 MB in a day grow, read every five minutes', () => {
    const day = seriesOf(288, (i) => 180 * MB + (12 * MB * i) / 288 + MB * normal()).map(({ at, bytes }) => ({
      at: at / 12,
      bytes,
    }));
    const { verdict, slope, ci95 } = judge(day);
    expect(verdict).toBe('grows');
    expect(slope * 24).toBeGreaterThan(10 * MB);
    expect(slope * 24).toBeLessThan(14 * MB);
    expect(ci95[0] * 24).toBeGreaterThan(8 * MB);
  });

  test('a sawtooth of 14 to 76 MB settles', () => {
    const sawtooth = seriesOf(288, (i) => (14 + (62 * (i % 17)) / 17) * MB + 0.2 * MB * normal());
    expect(judge(sawtooth).verdict).toBe('settles');
  });

  test('a leak under a sawtooth grows', () => {
    const sawtooth = seriesOf(288, (i) => (14 + (62 * (i % 17)) / 17 + i / 20) * MB);
    const { verdict, slope } = judge(sawtooth);
    expect(verdict).toBe('grows');
    expect(slope / (MB / 20)).toBeCloseTo(1, 1);
  });

  test('a warm-up of 70 % settles', () => {
    const warmUp = seriesOf(200, (i) => 50 * MB * (1.7 - 0.7 * Math.exp(-i / 15)) + 0.2 * MB * normal());
    expect(judge(warmUp).verdict).toBe('settles');
  });
});

test('one step is no growth, wherever it is, and a step every tenth reading is', () => {
  for (let at = 0; at <= 100; at += 4) {
    expect(judge(seriesOf(100, (i) => (i < at ? 50 : 60) * MB)).verdict).not.toBe('grows');
  }
  expect(judge(seriesOf(200, (i) => (50 + Math.floor(i / 10)) * MB)).verdict).toBe('grows');
});

test('a cache that fills and stops settles, and grows only as long as it fills', () => {
  const filling = (until: number) =>
    seriesOf(100, (i) => (50 + Math.min(i, until) / 2) * MB + 0.1 * MB * normal());
  expect(judge(filling(40)).verdict).toBe('settles');
  expect(judge(filling(75)).verdict).toBe('not decided');
  expect(judge(filling(100)).verdict).toBe('grows');
});

describe('the slope', () => {
  const kinds = fc.record({
    shape: fc.constantFrom(...shapeNames),
    noise: fc.constantFrom(...noiseNames),
    length: fc.integer({ min: 18, max: 90 }),
    seed: fc.nat(1e6),
  });
  const draw = ({
    shape,
    noise,
    length,
    seed,
  }: {
    shape: string;
    noise: string;
    length: number;
    seed: number;
  }) => kindOf(shape, noise, length, chanceOf(seed))(chanceOf(seed + 1));

  test('rises by as much as a leak that is added, and its interval with it', () => {
    const isMoved = (kind: Parameters<typeof draw>[0], leak: number): void => {
      const [without, leaking] = [judge(draw(kind)), judge(withLeak(draw(kind), leak))];
      expect((leaking.slope - without.slope) / leak).toBeCloseTo(1, 6);
      expect((leaking.ci95[0] - without.ci95[0]) / leak).toBeCloseTo(1, 6);
    };
    fc.assert(fc.property(kinds, fc.integer({ min: 1000, max: 1e7 }), isMoved), { numRuns: 50 });
  });

  test('is by whatever unit the readings are told in', () => {
    fc.assert(
      fc.property(kinds, fc.constantFrom(1 / 24, 1000), (kind, unit) => {
        const series = draw(kind);
        const [one, other] = [
          judge(series),
          judge(series.map(({ at, bytes }) => ({ at: at * unit, bytes }))),
        ];
        expect(other.verdict).toBe(one.verdict);
        expect((other.slope * unit - one.slope) / one.resolution).toBeCloseTo(0, 6);
        expect((other.resolution * unit) / one.resolution).toBeCloseTo(1, 6);
      }),
      { numRuns: 50 },
    );
  });

  test('lies in its interval in 95 of 100 cases', () => {
    const trials = 300;
    let held = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { ci95 } = judge(seriesOf(between(20, 80), (i) => 16 * MB + 40_000 * i + 100_000 * normal()));
      if (ci95[0] <= 40_000 && ci95[1] >= 40_000) held += 1;
    }
    expect(held / trials).toBeGreaterThan(0.93);
  });
});

test('where nothing is decided, as many readings as it says decide', () => {
  const noisy = (readings: number) =>
    judge(seriesOf(readings, (i) => 50 * MB + 40_000 * i + 4 * MB * normal()));
  const { verdict, enough } = noisy(40);
  expect(verdict).toBe('not decided');
  expect(enough).toBeGreaterThan(40);
  expect(noisy(2 * (enough ?? 0)).verdict).not.toBe('not decided');
});

test('too few readings tell nothing', () => {
  expect(growthOf(seriesOf(17, () => 16 * MB))).toBeNull();
  expect(growthOf([])).toBeNull();
});

describe('over the cycles of a process', () => {
  const interpreted = ['--expose-gc', '--no-opt'];
  const settling = (i: number): number => 16 * MB - 2 * MB * Math.exp(-i / 2);

  test('a leak of 100 kB a cycle is read in 20 cycles, though readings lie up to 50 kB off', () => {
    for (let trial = 0; trial < 50; trial++) {
      const liveBytes = Array.from(
        { length: 20 },
        (_, i) => settling(i) + 100_000 * i + between(-50_000, 50_000),
      );
      const growth = growthOfCycles(liveBytes, interpreted);
      expect(growth?.verdict).not.toBe('settles');
      expect(growth?.slope).toBeGreaterThan(70_000);
      expect(growth?.slope).toBeLessThan(130_000);
    }
  });

  const line = (slope: number) => Array.from({ length: 20 }, (_, i) => 16 * MB + slope * i);

  test('what V8 itself adds is no leak, and more is one', () => {
    expect(growthOfCycles(line(4000), interpreted)?.verdict).toBe('settles');
    expect(growthOfCycles(line(4500), interpreted)?.verdict).toBe('grows');
  });

  test('a sample in which V8 compiled meanwhile is judged by what V8 added then', () => {
    expect(growthOfCycles(line(32_000), ['--expose-gc'])?.verdict).toBe('settles');
    expect(growthOfCycles(line(32_001), ['--expose-gc'])?.verdict).toBe('grows');
  });
});
