import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { complaintAbout, folderWith, loadText } from './scenario-folder.ts';

const scenario = (...budgets: readonly string[]): string =>
  [
    'name: known',
    'workload: small',
    'metrics: [peakLive]',
    'strategies: [naive, name-then-chunk: { chunk: [10, 100] }]',
    'budgets:',
    ...budgets.map((budget) => `  - ${budget}`),
  ].join('\n');

describe("a scenario's budgets", () => {
  test('are limits with units, for a row by its label, or for all rows of a strategy', () => {
    const { budgets } = loadText(
      scenario(
        '{ strategy: name-then-chunk, peakLive: 40 MB, wallTime: 1.5 s }',
        '{ strategy: naive, peakLive: 1 GiB, requests: 10 }',
      ),
    );
    expect(budgets).toEqual([
      { label: 'name-then-chunk chunk=10', metric: 'peakLive', limit: 40e6 },
      { label: 'name-then-chunk chunk=10', metric: 'wallTime', limit: 1500 },
      { label: 'name-then-chunk chunk=100', metric: 'peakLive', limit: 40e6 },
      { label: 'name-then-chunk chunk=100', metric: 'wallTime', limit: 1500 },
      { label: 'naive', metric: 'peakLive', limit: 2 ** 30 },
      { label: 'naive', metric: 'requests', limit: 10 },
    ]);
  });

  test('are measured, whether or not the scenario names their metrics; the command line has the last word', () => {
    const text = scenario('{ strategy: naive, wallTime: 3 s }');
    expect(loadText(text).metrics).toEqual(['peakLive', 'wallTime']);
    expect(loadText(text, { metrics: ['requests'] }).metrics).toEqual(['requests']);
  });

  test('of rows that do not run are left out', () => {
    const folder = folderWith({
      'scenario.yaml': scenario('{ strategy: name-then-chunk, peakLive: 40 MB }'),
    });
    const labels = loadScenario(`${folder}/scenario.yaml`, {
      strategies: ['name-then-chunk chunk=10'],
    }).budgets.map(({ label }) => label);
    expect(labels).toEqual(['name-then-chunk chunk=10']);
  });
});

describe('a budget is refused, at its place, with what was expected,', () => {
  test.each([
    [
      'without a unit',
      '{ strategy: naive, peakLive: 40 }',
      '6:34: expected a limit above 0 with its unit (B, kB, MB',
    ],
    [
      'with the unit of another quantity',
      '{ strategy: naive, peakLive: 3 s }',
      '6:34: "3 s" is no such limit',
    ],
    [
      'of a time without a unit',
      '{ strategy: naive, wallTime: 3000 }',
      '6:34: expected a limit above 0 with its unit (ms, s, min)',
    ],
    [
      'of a count with a unit',
      '{ strategy: naive, requests: 3 MB }',
      '6:34: expected a number without a unit; found "3 MB"',
    ],
    ['of nothing', '{ strategy: naive, peakLive: 0 MB }', '6:34: "0 MB" is no such limit'],
    [
      'without a limit',
      '{ strategy: naive }',
      '6:5: a budget without a limit: add one, such as peakLive: 40 MB',
    ],
    [
      'for an unknown metric, with the nearest',
      '{ strategy: naive, peakLife: 40 MB }',
      'Did you mean "peakLive"?',
    ],
    [
      'for an unknown strategy, with the nearest',
      '{ strategy: nave, peakLive: 40 MB }',
      'Did you mean "naive"?',
    ],
    ['without a strategy', '{ peakLive: 40 MB }', '"strategy" is missing'],
  ])('%s', (_, budget, complaint) => {
    const told = complaintAbout(scenario(budget));
    expect(told).toMatch(/^scenario\.yaml:6:\d+: /);
    expect(told).toContain(complaint);
  });

  test('that stands twice', () => {
    const told = complaintAbout(
      scenario(
        '{ strategy: name-then-chunk, peakLive: 40 MB }',
        '{ strategy: name-then-chunk chunk=10, peakLive: 30 MB }',
      ),
    );
    expect(told).toBe(
      'scenario.yaml:7:43: name-then-chunk chunk=10 has a budget of peakLive already\n  Keep one of the two.',
    );
  });
});
