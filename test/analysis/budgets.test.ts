import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/analyse-journal.ts';
import { exitCodeOf } from '../../src/analysis/exit-code.ts';
import type { Budget } from '../../src/record/budgets.ts';
import type { Run } from '../../src/record/run.ts';
import { budgetLines } from '../../src/report/budget-words.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { aJournal, aSample, outOfMemory, rounds } from '../builders/journals.ts';

const MB = 1e6;
const budget: Budget = { label: 'chunk', metric: 'peakLive', limit: 40 * MB };

const runOf = (values: readonly number[], budgets: readonly Budget[] = [budget]): Run =>
  analyseJournal(
    aJournal(
      rounds(
        'chunk',
        'peakLive',
        values.map((value) => value * MB),
      ),
      { budgets },
    ),
    { pinnedNode: '26.10.0' },
  );

describe('a budget', () => {
  test.each([
    ['within', [39, 39.5, 40], 'range'],
    ['over', [41, 40.5, 42], 'range'],
    ['undecided', [39, 41, 42], 'range'],
    ['within', [39, 39, 39, 39, 39, 39], 'ci95'],
    // The interval of nine readings leaves out the smallest and the largest.
    ['over', [39, 41, 41, 41, 41, 41, 41, 41, 60], 'ci95'],
    ['undecided', [38, 39, 41, 41, 41, 41, 41, 41, 41], 'ci95'],
  ] as const)('is %s for %j MB of 40, by the %s', (verdict, values, kind) => {
    const { budgets } = runOf(values);
    expect(budgets).toMatchObject([{ ...budget, verdict, spread: { kind, readings: values.length } }]);
  });

  test('that is exceeded makes the exit code 1; one that is undecided or not measured does not', () => {
    expect(exitCodeOf(runOf([41]))).toBe(1);
    expect(exitCodeOf(runOf([39]))).toBe(0);
    expect(exitCodeOf(runOf([39, 41]))).toBe(0);
    expect(exitCodeOf(runOf([39], [{ ...budget, metric: 'wallTime' }]))).toBe(0);
  });

  test('of what was not measured says why', () => {
    const why = (run: Run): unknown => run.budgets[0];
    expect(why(runOf([39], [{ ...budget, metric: 'wallTime' }]))).toMatchObject({
      verdict: 'not measured',
      why: 'no sample that reads it was taken',
    });
    const failed = aJournal([aSample('chunk', { outcome: outOfMemory })], { budgets: [budget] });
    expect(why(analyseJournal(failed, { pinnedNode: '26.10.0' }))).toMatchObject({
      verdict: 'not measured',
      why: 'the strategy failed: out-of-memory',
    });
  });

  test('is told in every report, an exceeded one first', () => {
    const run = runOf([41, 41, 41], [{ ...budget, metric: 'wallTime', limit: 3000 }, budget]);
    const [first, second] = budgetLines(run);
    expect(first).toBe(
      'chunk: peak live 41.0 MB, over its budget of 40.0 MB (range of 3 readings 41.0 MB to 41.0 MB)',
    );
    expect(second).toMatch(/^chunk: wall time was not measured, its budget is 3\.00 s: /);
    for (const text of [renderTerminal(run), renderMarkdown(run)]) {
      expect(text.replace(/\s+/g, ' ')).toContain('over its budget of 40.0 MB');
    }
  });
});
