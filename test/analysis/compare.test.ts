import fc from 'fast-check';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { isResolved } from '../../src/analysis/run/compare.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import type { Comparison } from '../../src/record/run.ts';
import { aJournal, aSample, completed, rounds } from '../builders/journals.ts';

const comparisonsOf = (samples: readonly Sample[]): readonly Comparison[] =>
  analyseJournal(aJournal(samples), { pinnedNode: '26.10.0' }).comparisons;

const compareHeaps = (reference: readonly number[], other: readonly number[]): Comparison | undefined =>
  comparisonsOf([...rounds('naive', 'peakHeap', reference), ...rounds('chunk', 'peakHeap', other)])[0];

describe('a comparison with the reference', () => {
  test('gives the median and the range of the ratios of each round', () => {
    expect(compareHeaps([100, 200, 400], [50, 80, 240])).toEqual({
      label: 'chunk',
      to: 'naive',
      metric: 'peakHeap',
      ratio: 0.5,
      rounds: 3,
      range: [0.4, 0.6],
      ci95: null,
      verdict: 'lower',
    });
  });

  test('sees through a drift of the machine that is greater than the difference', () => {
    expect(compareHeaps([100, 200, 300], [99, 198, 297])?.verdict).toBe('lower');
  });

  test.each([
    ['one pair points the other way', [101, 99, 101]],
    ['one pair is equal', [101, 100, 101]],
    ['all pairs are equal', [100, 100, 100]],
  ])('finds no difference when %s', (_, other) => {
    expect(compareHeaps([100, 100, 100], other)?.verdict).toBe('no difference');
  });

  test('finds it higher when every pair is', () => {
    expect(compareHeaps([100, 100, 100], [101, 102, 103])?.verdict).toBe('higher');
  });

  test('claims an interval from six rounds on', () => {
    const hundred = Array.from({ length: 6 }, () => 100);
    expect(compareHeaps(hundred.slice(1), [50, 51, 52, 53, 54])?.ci95).toBeNull();
    expect(compareHeaps(hundred, [50, 51, 52, 53, 54, 55])?.ci95).toEqual([0.5, 0.55]);
  });

  test('believes the interval rather than one round in nine that points the other way', () => {
    const hundred = Array.from({ length: 9 }, () => 100);
    const comparison = compareHeaps(hundred, [90, 91, 92, 93, 94, 95, 96, 97, 130]);
    expect(comparison).toMatchObject({ range: [0.9, 1.3], ci95: [0.91, 0.97], verdict: 'lower' });
  });

  test('tells no direction that the live probe does not resolve, however surely the pairs point to it', () => {
    const comparePeaks = (reference: readonly number[], other: readonly number[]) =>
      comparisonsOf([...rounds('naive', 'peakLive', reference), ...rounds('chunk', 'peakLive', other)])[0];
    const small = Array.from({ length: 6 }, () => 15e6);
    expect(comparePeaks(small, Array(6).fill(15e6 + 352))?.verdict).toBe('no difference');
    expect(comparePeaks([15e6], [15e6 + 352])?.verdict).toBe('no difference');
    expect(comparePeaks([15e6], [15e6 - 300_000])?.verdict).toBe('lower');
    expect(comparePeaks(small, Array(6).fill(15e6 + 300_000))?.verdict).toBe('higher');
    expect(comparePeaks([600e6], [600.29e6])?.verdict).toBe('no difference');
    expect(comparePeaks([600e6], [600.31e6])?.verdict).toBe('higher');
  });

  test('has no direction where its ratio reads 1.0000, however surely the pairs point to one', () => {
    expect(compareHeaps([1e9, 1e9, 1e9], [1e9 - 9, 1e9 - 9, 1e9 - 9])?.verdict).toBe('no difference');
  });

  test.each([
    [[100, 101, 102], true],
    [[77, 100, 166], false],
  ])(
    'of rounds that point both ways (%j of 101) is resolved only if they lie close together',
    (other, resolved) => {
      const comparison = compareHeaps([101, 101, 101], other) as Comparison;
      expect([comparison.verdict, isResolved(comparison)]).toEqual(['no difference', resolved]);
    },
  );

  test('has its ratio within its own range, whatever the medians are', () => {
    expect(compareHeaps([100, 200, 400], [300, 100, 100])).toMatchObject({ ratio: 0.5, range: [0.25, 3] });
    const readings = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(readings, readings, (reference, other) => {
        const { ratio, ci95, range } = compareHeaps(reference, other) as Comparison;
        for (const [low, high] of [range, ci95 ?? range]) {
          expect(ratio).toBeGreaterThanOrEqual(low);
          expect(ratio).toBeLessThanOrEqual(high);
        }
      }),
    );
  });

  test('is of the rounds that both completed', () => {
    const samples = [
      ...rounds('naive', 'peakHeap', [100, 100, 100]),
      aSample('chunk', { round: 2, outcome: completed({ peakHeap: 40 }) }),
      aSample('chunk', { round: 9, outcome: completed({ peakHeap: 60 }) }),
    ];
    expect(comparisonsOf(samples)).toMatchObject([{ rounds: 1, range: [0.4, 0.4], ratio: 0.4 }]);
  });

  test('counts a round once, though both its samples bring figures from the ledger', () => {
    const both = (label: string, requests: number): Sample[] =>
      (['heap', 'timing'] as const).map((purpose) =>
        aSample(label, { purpose, outcome: completed({ requests }) }),
      );
    expect(comparisonsOf([...both('naive', 4), ...both('chunk', 100)])).toMatchObject([
      { metric: 'requests', ratio: 25, rounds: 1, ci95: null },
    ]);
  });

  test('is left out where the reference has nothing to divide by', () => {
    expect(compareHeaps([0, 100, 100], [1, 1, 1])).toBeUndefined();
    expect(comparisonsOf(rounds('naive', 'peakHeap', [1, 2]))).toEqual([]);
  });
});

test('the interval of paired rounds holds the true ratio in at least 95 % of experiments, whatever the drift', () => {
  const random = xoroshiro128plus(12_385);
  const experiments = 600;
  const noise = (): number =>
    1 + 0.08 * (uniformFloat64(random) < 0.7 ? 0 : 1) + 0.02 * uniformFloat64(random);
  let held = 0;
  let wrongVerdicts = 0;
  for (let i = 0; i < experiments; i++) {
    const drift = Array.from({ length: 8 }, () => 100 * (1 + uniformFloat64(random)));
    // Both sides have the same noise, so the median of the paired ratios is the true ratio.
    const reference = drift.map((level) => level * noise());
    const interval = compareHeaps(
      reference,
      drift.map((level) => 0.5 * level * noise()),
    )?.ci95;
    if (interval && interval[0] <= 0.5 && 0.5 <= interval[1]) held += 1;
    const equal = compareHeaps(
      reference,
      drift.map((level) => level * noise()),
    );
    if (equal?.verdict !== 'no difference') wrongVerdicts += 1;
  }
  expect(held / experiments).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.05 * 0.95) / experiments));
  expect(wrongVerdicts / experiments).toBeLessThan(0.05);
});
