import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { aJournal, aProgram, aRow, aSample, complete, completed, outOfMemory } from '../builders/journals.ts';

type Costs = readonly [wallTime: number, peakLive: number];

const rowsOf = (costs: Readonly<Record<string, Costs>>) =>
  Object.entries(costs).flatMap(([label, [wallTime, peakLive]]) => {
    const done = { completeness: label === 'idle' ? { ...complete, expected: 0, processed: 0 } : complete };
    return [
      aSample(label, { purpose: 'timing', outcome: completed({ wallTime }, done) }),
      aSample(label, { purpose: 'live', outcome: completed({ peakLive }, done) }),
    ];
  });

const runOf = (costs: Readonly<Record<string, Costs>>, more: ReturnType<typeof aSample>[] = []) =>
  analyseJournal(aJournal([...rowsOf(costs), ...more]), { pinnedNode: '26.10.0' });

const frontOf = (run: ReturnType<typeof runOf>) =>
  Object.fromEntries(run.results.map(({ label, onParetoFront }) => [label, onParetoFront]));

describe('on the Pareto front', () => {
  test('is a row that no other beats in time and memory', () => {
    const front = frontOf(runOf({ fast: [1, 900], lean: [9, 20], balanced: [3, 100], beaten: [4, 120] }));
    expect(front).toEqual({ fast: true, lean: true, balanced: true, beaten: false });
  });

  test('are rows of equal costs together', () => {
    expect(frontOf(runOf({ one: [1, 10], same: [1, 10], worse: [2, 20] }))).toEqual({
      one: true,
      same: true,
      worse: false,
    });
  });

  test('is no row that equals another in one and is beaten in the other', () => {
    expect(frontOf(runOf({ a: [1, 10], slower: [2, 10], fatter: [1, 11] }))).toEqual({
      a: true,
      slower: false,
      fatter: false,
    });
  });

  test('rows are held against those of their runtime alone, whose base is the same', () => {
    const costs = { naive: [3, 900], stream: [4, 20], program: [1, 10], twin: [2, 11] } as const;
    const frontWith = (programs: readonly string[]) => {
      const rows = Object.keys(costs).map((label) =>
        programs.includes(label) ? aProgram(label) : aRow(label),
      );
      return frontOf(analyseJournal(aJournal(rowsOf(costs), { rows }), { pinnedNode: '26.10.0' }));
    };
    expect(frontWith(['program', 'twin'])).toEqual({ naive: true, stream: true, program: true, twin: false });
    expect(frontWith(['program'])).toMatchObject({ twin: true, program: null });
  });

  test('stands nothing that is no choice: idle, what failed, what has no figure or lost workflows', () => {
    const run = runOf({ idle: [0.1, 1], a: [1, 10] }, [
      aSample('failed', { outcome: outOfMemory }),
      aSample('untimed', { purpose: 'live', outcome: completed({ peakLive: 5 }) }),
      ...(['timing', 'live'] as const).map((purpose) =>
        aSample('lossy', {
          purpose,
          outcome: completed(
            { wallTime: 1, peakLive: 1 },
            { completeness: { ...complete, missed: 1, digestMatches: false } },
          ),
        }),
      ),
    ]);
    expect(frontOf(run)).toEqual({ idle: null, a: true, failed: null, untimed: null, lossy: null });
  });

  test('is, of any rows, exactly what none dominates', () => {
    const cost = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cost, cost), { minLength: 1, maxLength: 8 }), (pairs) => {
        const front = frontOf(runOf(Object.fromEntries(pairs.map((pair, i) => [`row ${i}`, pair]))));
        pairs.forEach(([time, memory], i) => {
          const isBeaten = pairs.some(([t, m]) => t <= time && m <= memory && t + m < time + memory);
          expect(front[`row ${i}`]).toBe(!isBeaten);
        });
      }),
    );
  });
});

describe('a report marks the front', () => {
  const four = { idle: [0.1, 1], a: [1, 40], b: [2, 30], c: [3, 20], d: [4, 50] } as const;

  test('where there are four rows to choose from', () => {
    const run = runOf(four);
    expect(renderTerminal(run)).toMatch(
      /strategy +wall time +Pareto front\n─+\nidle +0.1 ms +–\na +1 ms +on it\nb +2 ms +on it\nc +3 ms +on it\nd +4 ms\n/,
    );
    expect(renderMarkdown(run)).toContain('| d        |      4 ms |              |');
    expect(renderMarkdown(run)).toContain(
      'Pareto front (no other row has both less wall time and less peak live): a; b; c',
    );
  });

  test('and not where there are fewer', () => {
    const { d: _, ...three } = four;
    expect(renderTerminal(runOf(three))).not.toContain('Pareto');
    expect(renderMarkdown(runOf(three))).not.toContain('Pareto');
  });
});
