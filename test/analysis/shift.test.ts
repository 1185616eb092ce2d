import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { depthOfInterval, shiftBetween } from '../../src/analysis/changes/shift.ts';

describe('how deep in the ordered ratios the interval begins', () => {
  // Critical values of Mann and Whitney's U at 5 %, two-sided, as printed, and one more.
  test.each([
    [6, 6, 5],
    [6, 10, 11],
    [8, 8, 13],
    [10, 10, 23],
    [12, 7, 18],
    [20, 20, 127],
  ])('for %d and %d readings is what tables give', (n, m, critical) => {
    expect(depthOfInterval(n, m)).toBe(critical + 1);
    expect(depthOfInterval(m, n)).toBe(critical + 1);
  });
});

describe('the ratio of two runs', () => {
  const constant = (value: number) => Array.from({ length: 6 }, () => value);
  const before = [100, 101, 102, 103, 104, 105];

  test('has an interval from six readings on each side on, and not below', () => {
    expect(shiftBetween(before, before.slice(1))).toMatchObject({ of: 'ratio', ci95: null });
    expect(shiftBetween(before.slice(1), before)).toMatchObject({ of: 'ratio', ci95: null });
    expect(shiftBetween(before, before)).toMatchObject({
      of: 'ratio',
      value: 1,
      ci95: [0.97, 1.03].map((r) => expect.closeTo(r, 1)),
    });
  });

  test('of readings that are all equal is exact', () => {
    expect(shiftBetween(constant(5), constant(6))).toEqual({ of: 'ratio', value: 1.2, ci95: [1.2, 1.2] });
  });

  test('is an amount where a reading before is not above 0, since there is no ratio to nothing', () => {
    const none = constant(0);
    expect(shiftBetween(none, none)).toEqual({ of: 'difference', value: 0, ci95: [0, 0] });
    expect(shiftBetween(none, constant(7))).toEqual({ of: 'difference', value: 7, ci95: [7, 7] });
    expect(shiftBetween([-1, ...before], before)).toMatchObject({ of: 'difference' });
  });

  test('is scaled by what one side is scaled by, and inverted when the sides are exchanged', () => {
    const readings = fc.array(fc.double({ min: 1, max: 1e9, noNaN: true }), { minLength: 6, maxLength: 12 });
    fc.assert(
      fc.property(readings, readings, fc.double({ min: 0.1, max: 10, noNaN: true }), (one, other, factor) => {
        const intervalOf = (before: readonly number[], after: readonly number[]) =>
          shiftBetween(before, after).ci95 ?? [NaN, NaN];
        const [low, high] = intervalOf(one, other);
        const scaled = intervalOf(
          one,
          other.map((value) => value * factor),
        );
        expect(scaled[0] / factor / low).toBeCloseTo(1, 9);
        expect(scaled[1] / factor / high).toBeCloseTo(1, 9);
        expect(intervalOf(other, one)[0] * high).toBeCloseTo(1, 9);
        expect(low).toBeLessThanOrEqual(shiftBetween(one, other).value);
        expect(shiftBetween(one, other).value).toBeLessThanOrEqual(high);
      }),
    );
  });
});

describe('in simulated runs of six readings', () => {
  const rng = xoroshiro128plus(20_261_124);
  const uniform = (): number => uniformFloat64(rng);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const trials = 2000;
  const run = (draw: () => number, factor = 1): number[] => Array.from({ length: 6 }, () => factor * draw());
  const shareOf = (before: () => number, factor: number, isSeen: (low: number, ratio: number) => boolean) => {
    let seen = 0;
    for (let i = 0; i < trials; i += 1) {
      const { value, ci95 } = shiftBetween(run(before), run(before, factor));
      if (ci95 !== null && isSeen(ci95[0], value)) seen += 1;
    }
    return seen / trials;
  };
  const isAbove = (low: number): boolean => low > 1;
  const isRegression =
    (bound: number) =>
    (low: number, ratio: number): boolean =>
      low > 1 && ratio > 1 + bound;

  /** Steady as peakLive, scattered as peakHeap with the two modes that a schedule leaves, and skewed as times. */
  const noises = {
    steady: () => 1 + 0.002 * normal(),
    'two modes': () => (uniform() < 0.5 ? 0.95 : 1.05) * (1 + 0.01 * normal()),
    skewed: () => Math.exp(0.1 * normal() ** 2),
  };

  test.each(Object.entries(noises))(
    'the interval lies above 1 for no reason in at most 2.5 %% (%s noise)',
    (_, noise) => {
      // Three deviations of a share of 2,000 trials beside the true one.
      expect(shareOf(noise, 1, isAbove)).toBeLessThan(0.025 + 3 * Math.sqrt((0.025 * 0.975) / trials));
    },
  );

  test.each([
    ['steady', 0.02, 1 / 500],
    ['skewed', 0.25, 1 / 500],
    // The modes lie as far apart as the bound is wide: no rule for six readings does much better.
    ['two modes', 0.1, 1 / 100],
  ] as const)(
    'with the bound besides, false alarms with %s noise and bound %d are at most %d',
    (noise, bound, share) => {
      expect(shareOf(noises[noise], 1, isRegression(bound))).toBeLessThanOrEqual(share);
    },
  );

  test('3 % more of a steady metric is seen in at least 99 of 100, at a bound of 2 %', () => {
    expect(shareOf(noises.steady, 1.03, isRegression(0.02))).toBeGreaterThan(0.99);
  });

  test('twice as much of the most scattered one is seen in at least 95 of 100', () => {
    expect(shareOf(noises.skewed, 2, isRegression(0.25))).toBeGreaterThan(0.95);
  });
});
