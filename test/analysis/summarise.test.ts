import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { medianInterval } from '../../src/analysis/statistics/median-interval.ts';
import { summarise } from '../../src/analysis/statistics/summarise.ts';

describe('a summary', () => {
  test('holds median, mean, range and the deviation of a sample, and keeps the values in their order', () => {
    expect(summarise([4, 2, 9], 'bytes')).toEqual({
      median: 4,
      min: 2,
      max: 9,
      mean: 5,
      stddev: Math.sqrt(13),
      n: 3,
      ci95: null,
      unit: 'bytes',
      values: [4, 2, 9],
    });
  });

  test('of one value has no deviation', () => {
    expect(summarise([7], 'ms')).toMatchObject({ median: 7, min: 7, max: 7, mean: 7, stddev: 0, n: 1 });
  });

  test('does not depend on the order of the values in median, range and interval', () => {
    const shuffled = fc
      .array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 30 })
      .chain((values) =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      );
    fc.assert(
      fc.property(shuffled, ([values, other]) => {
        const { median, min, max, ci95 } = summarise(values, 'bytes');
        expect(summarise(other, 'bytes')).toMatchObject({ median, min, max, ci95 });
        expect(min).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(max);
      }),
    );
  });
});

describe('the interval of a median', () => {
  const oneTo = (n: number): number[] => Array.from({ length: n }, (_, i) => n - i);

  test.each([
    [5, null],
    [6, [1, 6]],
    [8, [1, 8]],
    [9, [2, 8]],
    [20, [6, 15]],
    [100, [40, 61]],
  ])('of %d values has the ranks that tables give', (n, ranks) => {
    expect(medianInterval(oneTo(n))).toEqual(ranks);
  });

  // The generator's noise is what the machine's may be: even, skewed, and with two modes as garbage has.
  const shapes = [
    { shape: 'uniform', draw: (u: number) => u, median: 0.5 },
    { shape: 'exponential', draw: (u: number) => -Math.log(1 - u), median: Math.LN2 },
    { shape: 'two-moded', draw: (u: number, v: number) => (v < 0.7 ? u : 5 + u), median: 0.5 / 0.7 },
  ];
  const cases = shapes.flatMap((shape) => [6, 9, 15].map((n) => ({ ...shape, n })));

  test.each(cases)(
    'holds the true median of $shape noise in 95 % of experiments, with $n values',
    (noise) => {
      const { draw, median, n } = noise;
      const random = xoroshiro128plus(20_261_120 + n);
      const experiments = 4000;
      let held = 0;
      for (let i = 0; i < experiments; i++) {
        const values = Array.from({ length: n }, () => draw(uniformFloat64(random), uniformFloat64(random)));
        const [low, high] = medianInterval(values) ?? [Number.NaN, Number.NaN];
        if (low <= median && median <= high) held += 1;
      }
      // Three standard errors of 4,000 experiments below the promise.
      expect(held / experiments).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / experiments));
      expect(held / experiments).toBeLessThan(1);
    },
  );
});
