import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { median, probit } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { placeOf, roundsToDecide } from '../../src/analysis/statistics/bounds.ts';
import { medianInterval } from '../../src/analysis/statistics/median-interval.ts';
import type { Spread } from '../../src/record/checks/claims.ts';
import { atLeast, atMost, between } from '../builders/claims.ts';

const spread = (low: number, high: number, changes: Partial<Spread> = {}): Spread => ({
  kind: 'ci95',
  low,
  high,
  readings: 10,
  ...changes,
});

describe('where a spread lies', () => {
  test.each([
    [atMost(2), 'within'],
    [atMost(1.5), 'over'],
    [atMost(1), 'over'],
    [atMost(0.9), 'beyond'],
    [atLeast(1), 'within'],
    [atLeast(2), 'over'],
    [atLeast(2.1), 'beyond'],
    [between(1, 2), 'within'],
    [between(1.2, 3), 'over'],
    [between(1.2, 1.8), 'over'],
    [between(3, 4), 'beyond'],
  ] as const)('from 1 to 2, against %o: %s', (bound, place) => {
    expect(placeOf(spread(1, 2), bound)).toBe(place);
  });
});

describe('how many rounds would decide', () => {
  test('four times as many where an arm is twice as long as it may be', () => {
    expect(roundsToDecide(1, spread(0.8, 1.2), atMost(1.1))).toEqual({ kind: 'about', rounds: 40 });
    expect(roundsToDecide(1, spread(0.8, 1.2), atLeast(0.9))).toEqual({ kind: 'about', rounds: 40 });
  });

  test('the arm towards the limit counts, not the other', () => {
    expect(roundsToDecide(1, spread(0.1, 1.2), atMost(1.1))).toEqual({ kind: 'about', rounds: 40 });
  });

  test('the nearer of two limits asks for more', () => {
    expect(roundsToDecide(1, spread(0.8, 1.2), between(0.9, 1.05))).toEqual({ kind: 'about', rounds: 160 });
  });

  test('at least one more than there are', () => {
    expect(roundsToDecide(1, spread(0.8, 1.2), atLeast(0.8))).toEqual({ kind: 'about', rounds: 11 });
  });

  test('a range of too few rounds says how many an interval takes', () => {
    const range = spread(0.8, 1.2, { kind: 'range', readings: 3 });
    expect(roundsToDecide(1, range, atMost(1.1))).toEqual({ kind: 'at least', rounds: 6 });
  });

  test.each([1, 1.000001])('is not known for a median of 1 and a bound of %f', (limit) => {
    expect(roundsToDecide(1, spread(0.8, 1.2), atMost(limit))).toEqual({
      kind: 'unknown',
      why: 'the figure lies on the bound: more than 1000 rounds',
    });
  });

  test('is about right: normal readings are decided half of the time or more often, and hardly by a tenth of them', () => {
    const generator = xoroshiro128plus(7);
    const normal = (): number => probit((uniformInt(generator, 1, 999_999) + 0.5) / 1_000_000);
    const readings = (count: number): number[] => Array.from({ length: count }, () => 1 + 0.1 * normal());
    const limit = 1.02;
    const promised = Array.from({ length: 200 }, () => readings(20)).flatMap((values) => {
      const [low, high] = medianInterval(values) ?? [0, 0];
      const more = roundsToDecide(median(values), spread(low, high, { readings: 20 }), atMost(limit));
      return low <= limit && limit < high && more.kind === 'about' ? [more.rounds] : [];
    });
    const typical = Math.round(median(promised));
    const decided = (rounds: number): number =>
      Array.from({ length: 200 }, () => medianInterval(readings(rounds)) ?? [0, Infinity]).filter(
        ([low, high]) => high <= limit || low > limit,
      ).length / 200;
    expect(decided(4 * typical)).toBeGreaterThan(0.5);
    expect(decided(Math.max(6, Math.round(typical / 10)))).toBeLessThan(0.3);
  });
});
