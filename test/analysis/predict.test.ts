import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, test } from 'vitest';
import { predict, unanswerable } from '../../src/analysis/predict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { fitLine, type Point, studentQuantile } from '../../src/analysis/statistics/line-fit.ts';
import type { Metrics } from '../../src/record/journal/sample.ts';
import { aJournal, aSample, completed, outOfMemory } from '../builders/journals.ts';

const MB = 1_000_000;

/** A run of so many items, one sample for each set of figures. */
const runOf = (items: number, label: string, samples: readonly (Metrics | 'dies')[]) => {
  const journal = aJournal(
    samples.map((figures, i) =>
      aSample(label, {
        round: i + 1,
        purpose: 'timing',
        outcome: figures === 'dies' ? outOfMemory : completed(figures),
      }),
    ),
  );
  const header = { ...journal.header, workload: { ...journal.header.workload, items } };
  return analyseJournal({ ...journal, header }, { pinnedNode: '26.10.0' });
};

const sizes = [1000, 2000, 3000, 4000];
const growing = (bytes: (items: number) => number, answer: (items: number) => number = () => 2 * MB) =>
  sizes.map((size) =>
    runOf(
      size,
      'naive',
      [0.999, 1.001].map((off) => ({
        peakRss: bytes(size) * off,
        peakLive: bytes(size) * off,
        largestResponse: answer(size),
      })),
    ),
  );
const ask = { items: [8000, 50_000], limits: [400 * MB, 50 * MB] };
const byRss = (runs: ReturnType<typeof growing>) =>
  predict(runs, ask).find(({ metric }) => metric === 'peakRss');

describe('a prediction', () => {
  test('gives memory for a number of items, and the number that a limit takes', () => {
    const found = byRss(growing((size) => 80 * MB + size * 20_000));
    expect(found?.fit?.slope).toBeCloseTo(20_000, -2);
    const [memory, tooFar] = found?.memory ?? [];
    expect(memory?.answer).toMatchObject({ bytes: expect.closeTo(240 * MB, -6) });
    expect(tooFar?.answer).toEqual({ refused: expect.stringContaining('10 times the largest size') });
    const [backlog, tooSmall] = found?.backlog ?? [];
    expect(backlog?.answer).toMatchObject({ bound: 'memory' });
    expect(backlog?.answer).toHaveProperty('items', expect.closeTo(15_950, -2));
    expect(tooSmall?.answer).toEqual({ items: 0, bound: 'memory' });
  });

  test('of memory that does not grow ends where nothing was measured, not at infinity', () => {
    const [backlog] = byRss(growing(() => 90 * MB))?.backlog ?? [];
    expect(backlog?.answer).toEqual({ items: 40_000, bound: 'nothing measured beyond' });
  });

  test('is refused where growth is no straight line', () => {
    const found = byRss(growing((size) => 20 * MB + size ** 2 * 20));
    expect(found?.memory[0]?.answer).toEqual({ refused: expect.stringContaining('off a straight line') });
    expect(found?.backlog[0]?.answer).toEqual({ refused: expect.stringContaining('off a straight line') });
  });

  test('is refused for a strategy that died at one of the sizes, with its reason', () => {
    const runs = sizes.map((size) =>
      runOf(size, 'naive', [
        { peakRss: size * 1e5, peakLive: size * 1e5 },
        size === 4000 ? 'dies' : { peakRss: 1 },
      ]),
    );
    expect(byRss(runs)?.memory[0]?.answer).toEqual({
      refused: expect.stringContaining('heap out of memory'),
    });
  });

  test('is refused by a figure that is not all of the memory', () => {
    const runs = growing((size) => 80 * MB + size * 20_000).map((run) => ({
      ...run,
      results: run.results.map((result) => ({ ...result, doubts: { peakLive: 'a Worker ran' } })),
    }));
    expect(predict(runs, ask).find(({ metric }) => metric === 'peakLive')?.memory[0]?.answer).toEqual({
      refused: 'a Worker ran',
    });
    expect(byRss(runs)?.memory[0]?.answer).toHaveProperty('bytes');
  });

  test("knows where one answer outgrows V8's longest string, for a strategy that holds the answer", () => {
    const holds = growing(
      (size) => 80 * MB + size * 70_000,
      (size) => size * 18_800,
    );
    expect(byRss(holds)?.cliff).toBe(Math.ceil((2 ** 29 - 24) / 18_800));
    const streams = growing(
      () => 90 * MB,
      (size) => size * 18_800,
    );
    expect(byRss(streams)?.cliff).toBeNull();
    const cut = predict(holds, { items: [30_000], limits: [4_000 * MB] }).find(
      ({ metric }) => metric === 'peakRss',
    );
    expect(cut?.memory[0]?.answer).toEqual({ refused: expect.stringContaining('longest string') });
    expect(cut?.backlog[0]?.answer).toEqual({ items: 28_556, bound: 'longest string' });
  });
});

describe('the line', () => {
  const random = xoroshiro128plus(7);
  const noise = (): number =>
    Array.from({ length: 12 }, () => uniformFloat64(random)).reduce((sum, one) => sum + one, -6);
  /** How many of so many simulated series have an interval that covers one more reading. */
  const coverage = (reading: (items: number) => Point, at: number, series = 2000): number => {
    let covered = 0;
    for (let i = 0; i < series; i++) {
      const fit = fitLine(sizes.flatMap((size) => [reading(size), reading(size)]));
      const [low, high] = fit?.at(at).ci95 ?? [0, 0];
      const { value } = reading(at);
      if (low <= value && value <= high) covered += 1;
    }
    return covered / series;
  };

  test.each([4000, 8000])(
    'has an interval that covers one more reading of %i in 95 of 100 simulated series of memory, which scatters by a share of itself',
    (at) => {
      const reading = (items: number): Point => ({
        items,
        value: (1000 + 3 * items) * (1 + 0.06 * noise()),
      });
      expect(coverage(reading, at)).toBeGreaterThan(0.93);
      expect(coverage(reading, at)).toBeLessThan(0.97);
    },
  );

  test('takes five readings of more than one size', () => {
    const at = (items: number): Point => ({ items, value: items });
    expect(fitLine([1, 2, 3, 4].map(at))).toBeNull();
    expect(fitLine([5, 5, 5, 5, 5].map(at))).toBeNull();
    expect(fitLine([1, 2, 3, 4, 5].map(at))?.slope).toBeCloseTo(1);
  });

  test("uses Student's t: 3.182, 2.447 and 2.042 for 3, 6 and 30 degrees of freedom", () => {
    expect(studentQuantile(3)).toBeCloseTo(3.182, 1);
    expect(studentQuantile(6)).toBeCloseTo(2.447, 2);
    expect(studentQuantile(30)).toBeCloseTo(2.042, 3);
  });
});

test('what will get no answer is known before anything is measured', () => {
  const program = { command: ['python3', 'a.py'], traced: false, checked: true };
  expect(
    unanswerable(
      [
        { label: 'naive', program: null, expect: 'completes' },
        { label: 'hopeless', program: null, expect: 'fails' },
        { label: 'python', program, expect: 'completes' },
      ],
      1000,
      { items: [10_000, 10_001] },
    ),
  ).toEqual([
    '10,001 items: 10 times the largest size measured is as far as a line is trusted',
    'hopeless: the scenario expects it to fail',
    "python by peak live: it is read inside Node's V8, and this is no program of Node's",
  ]);
});
