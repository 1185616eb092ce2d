import { describe, expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Budget } from '../../src/record/checks/budgets.ts';
import type { Run } from '../../src/record/run.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import { budgetItems } from '../../src/report/model/run-report.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { aJournal, aRow, aSample, outOfMemory, rounds } from '../builders/journals.ts';

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
      {
        budgets,
        scenario: { samples: values.length, metrics: ['peakLive', ...budgets.map(({ metric }) => metric)] },
      },
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

  const codeFor = (values: readonly number[], strict = false): number =>
    verdictOfRun(runOf(values), [], { strict }).exitCode;

  test('makes the exit code 1 where it is exceeded, however few readings say so, and 0 where it is kept', () => {
    expect(codeFor([41])).toBe(1);
    expect(codeFor([39])).toBe(0);
  });

  test('that few readings lie over could not be judged for want of samples: 3, with what would help', () => {
    const { exitCode, headline } = verdictOfRun(runOf([39, 41]));
    expect(exitCode).toBe(3);
    expect(headline).toContain('needs 6 samples, has 2: use --samples 6');
  });

  test('that six or more lie over is not resolved: by how much, and 3 only under strict', () => {
    const over = [38, 39, 41, 41, 41, 41];
    expect(verdictOfRun(runOf(over)).headline).toBe(
      '1 not resolved in production (chunk: peak live: up to 1.00 MB over its budget)',
    );
    expect(codeFor(over)).toBe(0);
    expect(codeFor(over, true)).toBe(3);
  });

  test('of what could not be measured makes 3; one of a metric that nobody asked for is left out', () => {
    const time = { ...budget, metric: 'wallTime' } as const;
    expect(verdictOfRun(runOf([39], [time])).exitCode).toBe(3);
    const journal = aJournal(rounds('chunk', 'peakLive', [39e6]), {
      budgets: [time],
      scenario: { metrics: ['peakLive'], samples: 1 },
    });
    expect(verdictOfRun(analyseJournal(journal, { pinnedNode: '26.10.0' }))).toMatchObject({
      exitCode: 0,
      headline: 'all checks passed in production (1 row); 1 left out',
    });
  });

  test('of a row that is meant to fail, and does, is left out', () => {
    const journal = aJournal([aSample('chunk', { outcome: outOfMemory })], {
      budgets: [budget],
      rows: [aRow('chunk', { expect: 'fails' })],
    });
    expect(verdictOfRun(analyseJournal(journal, { pinnedNode: '26.10.0' })).exitCode).toBe(0);
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
    const [first, second] = budgetItems(run).map(({ line }) => line);
    expect(first).toBe(
      'chunk: peak live 41.0 MB, over its budget of 40.0 MB (range of 3 samples 41.0 MB to 41.0 MB)',
    );
    expect(second).toMatch(/^chunk: wall time was not judged, its budget is 3\.00 s: /);
    for (const text of [renderTerminal(run), renderMarkdown(run)]) {
      expect(text.replace(/\s+/g, ' ')).toContain('over its budget of 40.0 MB');
    }
  });
});
