import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { sightOf } from '../../src/analysis/changes/sight.ts';
import type { MetricName } from '../../src/record/metrics.ts';
import { sightLines } from '../../src/report/model/change-words.ts';
import { aJournal, rounds } from '../builders/journals.ts';

const steady = Array.from({ length: 6 }, () => 100e6);
const scattered = [92, 95, 99, 101, 104, 108].map((value) => value * 1e6);
const side = (metric: MetricName, values: readonly number[]) =>
  sideOfJournal(aJournal(rounds('naive', metric, values)));

describe('what a gate sees', () => {
  test('of steady readings is what the instrument resolves: the grain of the live probe, or one of a count', () => {
    expect(sightOf('peakLive', steady, null)).toEqual({ share: 0.001, amount: 100_000 });
    expect(sightOf('requests', [5, 5, 5, 5, 5, 5], null)).toEqual({ share: 0.2, amount: 1 });
    expect(sightOf('retries', [0, 0, 0, 0, 0, 0], null)).toEqual({ share: Infinity, amount: 1 });
  });

  test('of scattered readings is what lifts their whole interval above those before, and no less', () => {
    const sight = sightOf('peakHeap', scattered, null);
    const verdictOf = (factor: number) =>
      changesBetween(
        side('peakHeap', scattered),
        side(
          'peakHeap',
          scattered.map((value) => value * factor),
        ),
        [{ metric: 'peakHeap', share: 0 }],
        { before: 'a', after: 'b', remedy: '' },
      ).changes[0]?.verdict;
    const share = sight?.share ?? 0;
    expect(verdictOf(1 + 1.001 * share)).toBe('regression');
    expect(verdictOf(1 + 0.999 * share)).toBe('not resolved');
  });

  test('takes six readings', () => {
    expect(sightOf('peakHeap', scattered.slice(1), null)).toBeNull();
  });

  test('is told a row each, beside the bound', () => {
    const bound = (share: number) => [{ metric: 'peakLive', share }] as const;
    const outside =
      "all rows: these figures leave out memory outside V8's heap; a warning follows if that exceeds 60 MB and 20 % of what is seen";
    expect(sightLines(side('peakLive', steady), bound(0.02))).toEqual([
      'naive: this gate sees changes of peak live from +0.1 % (or 100 kB) on, and fails beyond its bound of 2 %',
      outside,
    ]);
    expect(sightLines(side('peakLive', scattered), bound(0.02))).toEqual([
      expect.stringMatching(
        /^naive: this gate sees changes of peak live from \+9\.1 % \(or 9\.09 MB\) on, and not always those from its bound of 2 % on$/,
      ),
      outside,
    ]);
  });
});
