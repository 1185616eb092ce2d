import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { folderWith, loadText, reportOf, withStrategies } from './scenario-folder.ts';

const text = withStrategies(
  'naive',
  'name-then-chunk: { chunk: [10, 100] }',
  'per-status: { expect: fails }',
);

const labels = (...strategies: readonly string[]): string[] =>
  loadText(text, { strategies }).rows.map(({ label }) => label);

describe('--strategy', () => {
  test('selects a row by its label, beside idle', () => {
    expect(labels('name-then-chunk chunk=100')).toEqual(['idle', 'name-then-chunk chunk=100']);
  });

  test("selects all rows of a strategy by its name, with the scenario's expectations", () => {
    expect(labels('name-then-chunk')).toEqual([
      'idle',
      'name-then-chunk chunk=10',
      'name-then-chunk chunk=100',
    ]);
    expect(loadText(text, { strategies: ['per-status'] }).rows[1]?.expect).toBe('fails');
  });

  test('adds a row that the scenario does not have', () => {
    const { rows } = loadText(text, { strategies: ['name-then-chunk  chunk=7 lookup=get', 'naive'] });
    expect(rows.map(({ label }) => label)).toEqual(['idle', 'name-then-chunk chunk=7 lookup=get', 'naive']);
    expect(rows[1]?.params).toMatchObject({ chunk: 7, lookup: 'get' });
  });

  test('runs a row once, however often it is asked for', () => {
    expect(labels('naive', 'naive', 'idle')).toEqual(['naive', 'idle']);
  });

  test('adds a module by a path relative to the working directory, spaces and all', () => {
    const module = path.join(folderWith({ 'my own.ts': '' }), 'my own.ts');
    const relative = `./${path.relative(process.cwd(), module)}`;
    const { rows } = loadText(text, { strategies: [`${relative} size=3 fast=true mode=slow`] });
    expect(rows[1]).toMatchObject({
      strategy: module,
      module,
      params: { size: 3, fast: true, mode: 'slow' },
    });
  });

  test("selects the scenario's module by its path as written there, and by where it is", () => {
    const folder = folderWith({
      'mine.ts': '',
      'scenario.yaml': withStrategies('./mine.ts: { size: [1, 2] }', 'naive'),
    });
    for (const request of ['./mine.ts', path.join(folder, 'mine.ts')]) {
      const { rows } = loadScenario(path.join(folder, 'scenario.yaml'), { strategies: [request] });
      expect(rows.map(({ label }) => label)).toEqual(['idle', './mine.ts size=1', './mine.ts size=2']);
    }
  });

  test("selects a program's rows by its label, and none whose label goes on otherwise", () => {
    const program =
      "{ command: [node, -e, '0'], label: LABEL, yields: nothing, checked: false, params: { n: [1, 2] } }";
    const rows = ['the service', 'the service by names'].map((label) => program.replace('LABEL', label));
    const scenario = withStrategies(...rows, 'naive');
    expect(loadText(scenario, { strategies: ['the service'] }).rows.map(({ label }) => label)).toEqual([
      'idle',
      'the service n=1',
      'the service n=2',
    ]);
  });

  test('falls back to the default reference when it leaves out the one of the scenario', () => {
    const scenario = `reference: name-then-chunk chunk=10\n${text}`;
    expect(loadText(scenario, { strategies: ['name-then-chunk chunk=10', 'naive'] }).reference).toBe(
      'name-then-chunk chunk=10',
    );
    expect(loadText(scenario, { strategies: ['per-status', 'naive'] }).reference).toBe('naive');
  });

  test.each([
    ['nave', '--strategy "nave": unknown strategy "nave"\n  Did you mean "naive"? '],
    ['', '--strategy "": unknown strategy ""\n  Known: idle, '],
    ['naive chunk=3', '--strategy "naive chunk=3": naive has no parameter "chunk"'],
    [
      'name-then-chunk chunk=-3',
      '--strategy "name-then-chunk chunk=-3": chunk: expected a whole number from 1; found -3',
    ],
    ['./no-such.ts', '--strategy "./no-such.ts": there is no strategy module "./no-such.ts"'],
  ])('%j is refused', (request, complaint) => {
    expect(reportOf(() => labels(request))).toContain(complaint);
  });
});

describe('numbers', () => {
  test('may be given as they were typed', () => {
    expect(loadText(text, { samples: '7', seed: '9', scale: '0.5' })).toMatchObject({
      samples: 7,
      seed: 9,
      scale: 0.5,
    });
    expect(loadText(text, { samples: 7, seed: 0, scale: 2 })).toMatchObject({
      samples: 7,
      seed: 0,
      scale: 2,
    });
  });

  test.each([
    [{ samples: '0' }, '--samples: expected a whole number from 1 to 1000; found 0'],
    [{ samples: 'ten' }, '--samples: expected a whole number from 1 to 1000; found "ten"'],
    [{ samples: '' }, '--samples: expected a whole number from 1 to 1000; found ""'],
    [{ samples: '2.5' }, '--samples: expected a whole number from 1 to 1000; found 2.5'],
    [{ samples: '200000000' }, '--samples: expected a whole number from 1 to 1000; found 200000000'],
    [{ seed: '-1' }, '--seed: expected a whole number from 0 to 4294967295; found -1'],
    [{ scale: '-0.1' }, '--scale: expected a number above 0; found -0.1'],
    [{ scale: Number.NaN }, '--scale: expected a number above 0; found NaN'],
  ])('%j is refused', (overrides, complaint) => {
    expect(reportOf(() => loadText(text, overrides))).toBe(complaint);
  });

  test('a scale that makes more workflows than can be told apart is refused', () => {
    expect(reportOf(() => loadText(text, { scale: 1e6 }))).toBe(
      'scale 1000000 makes 390000000 workflows of the workload "small"\n  At most 2000000 are possible.',
    );
  });
});

describe('--metrics', () => {
  test('replaces the metrics of the scenario', () => {
    expect(loadText(text, { metrics: ['wallTime', 'peakHeap'] }).metrics).toEqual(['wallTime', 'peakHeap']);
  });

  test('refuses an unknown one with the nearest known', () => {
    expect(reportOf(() => loadText(text, { metrics: ['wallTim'] }))).toContain(
      '--metrics: unknown metric "wallTim"\n  Did you mean "wallTime"? ',
    );
  });
});
