import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { strategyNames } from '../../src/cases/reqmgr2/catalogue.ts';
import { complaintAbout, folderWith, loadText, withStrategies } from './scenario-folder.ts';

const labels = (...strategies: readonly string[]): string[] =>
  loadText(withStrategies(...strategies)).rows.map(({ label }) => label);

describe('a built-in strategy', () => {
  test('by its name runs with the default parameters, which its label leaves out', () => {
    expect(loadText(withStrategies('idle', 'name-then-chunk')).rows[1]).toEqual({
      label: 'name-then-chunk',
      strategy: 'name-then-chunk',
      params: { chunk: 100, lookup: 'post', requestLine: 8190, concurrency: 1 },
      runtime: 'node',
      expect: 'completes',
      yields: 'workload',
      module: null,
      program: null,
    });
  });

  test('shows the parameters that it was given, in their order', () => {
    expect(labels('idle', 'name-then-chunk: { lookup: get, chunk: 10 }')).toEqual([
      'idle',
      'name-then-chunk lookup=get chunk=10',
    ]);
  });

  test('spreads into no more rows than a report can show, whatever its lists would make', () => {
    const many = `[${Array.from({ length: 1000 }, (_, i) => i + 1).join(', ')}]`;
    const huge = `name-then-chunk: { chunk: ${many}, concurrency: ${many}, requestLine: ${many} }`;
    expect(complaintAbout(withStrategies(huge))).toContain('these are more than 500 rows');
  });

  test('spreads lists of values into a matrix, the first parameter slowest', () => {
    const { rows } = loadText(
      withStrategies('idle', 'name-then-chunk: { chunk: [10, 100], lookup: [get, post] }'),
    );
    expect(rows.map(({ label }) => label)).toEqual([
      'idle',
      'name-then-chunk chunk=10 lookup=get',
      'name-then-chunk chunk=10 lookup=post',
      'name-then-chunk chunk=100 lookup=get',
      'name-then-chunk chunk=100 lookup=post',
    ]);
    expect(rows[3]?.params).toMatchObject({ chunk: 100, lookup: 'get' });
  });

  test('may be expected to fail, which is no parameter of it', () => {
    expect(loadText(withStrategies('naive: { expect: fails }')).rows[1]).toMatchObject({
      label: 'naive',
      params: {},
      expect: 'fails',
    });
  });
});

describe('a module', () => {
  test('is found relative to the scenario file, and its label shows the path as written', () => {
    const folder = folderWith({
      'mine.ts': 'export default async function* () {}',
      'scenario.yaml': withStrategies('./mine.ts', './mine.ts: { chunk: [1, 2], fast: true }'),
    });
    const { rows, reference } = loadScenario(path.join(folder, 'scenario.yaml'));
    const module = path.join(folder, 'mine.ts');
    expect(rows.slice(1)).toEqual([
      {
        label: './mine.ts',
        strategy: module,
        params: {},
        runtime: 'node',
        expect: 'completes',
        yields: 'workload',
        module,
        program: null,
      },
      {
        label: './mine.ts chunk=1 fast=true',
        strategy: module,
        params: { chunk: 1, fast: true },
        runtime: 'node',
        expect: 'completes',
        yields: 'workload',
        module,
        program: null,
      },
      {
        label: './mine.ts chunk=2 fast=true',
        strategy: module,
        params: { chunk: 2, fast: true },
        runtime: 'node',
        expect: 'completes',
        yields: 'workload',
        module,
        program: null,
      },
    ]);
    expect(reference).toBe('./mine.ts');
  });

  test('may be given by its absolute path', () => {
    const module = path.join(folderWith({ 'mine.ts': '' }), 'mine.ts');
    expect(loadText(withStrategies(module)).rows[1]).toMatchObject({
      label: module,
      strategy: module,
      module,
    });
  });
});

describe('the floor', () => {
  test('comes first if the scenario does not list it', () => {
    expect(labels('per-status', 'naive')).toEqual(['idle', 'per-status', 'naive']);
  });

  test('stays where the scenario lists it', () => {
    expect(labels('naive', 'idle')).toEqual(['naive', 'idle']);
  });
});

describe('the reference', () => {
  const referenceOf = (text: string) => loadText(text).reference;

  test('is the one that the scenario says', () => {
    const text = withStrategies('naive', 'name-then-chunk: { chunk: 10 }');
    expect(referenceOf(`reference: name-then-chunk chunk=10\n${text}`)).toBe('name-then-chunk chunk=10');
  });

  test('is naive by default', () => {
    expect(referenceOf(withStrategies('per-status', 'naive'))).toBe('naive');
  });

  test('is the first that is not the floor where there is no naive', () => {
    expect(referenceOf(withStrategies('idle', 'per-status', 'name-then-chunk'))).toBe('per-status');
  });

  test('is none where only the floor is measured', () => {
    expect(referenceOf(withStrategies('idle'))).toBeNull();
  });
});

const known = `Known: ${strategyNames.join(', ')}.`;

describe('a bad entry', () => {
  test.each([
    ['an unknown name', 'nave', `4:5: unknown strategy "nave"\n  Did you mean "naive"? ${known}`],
    [
      'an unknown name with parameters',
      'per-staus: { chunk: 3 }',
      `4:5: unknown strategy "per-staus"\n  Did you mean "per-status"? ${known}`,
    ],
    [
      'a path that does not look like one',
      'strategies/mine.ts',
      `4:5: unknown strategy "strategies/mine.ts"\n  The path of a module starts with ./, ../ or /. ${known}`,
    ],
    [
      'an unknown parameter',
      'name-then-chunk: { chnk: 3 }',
      '4:24: name-then-chunk has no parameter "chnk"\n  Did you mean "chunk"? Known: chunk, lookup, requestLine, concurrency, expect, label.',
    ],
    [
      'a parameter named like a property of every object',
      'naive: { constructor: 3 }',
      '4:14: naive has no parameter "constructor"\n  Known: expect, label.',
    ],
    [
      'a count below its minimum, in a list',
      'name-then-chunk: { chunk: [10, 0] }',
      '4:36: chunk: expected a whole number from 1; found 0\n  It is names a request; 100 if not given.',
    ],
    [
      'a count that is no number',
      'name-then-chunk: { chunk: many }',
      '4:31: chunk: expected a whole number from 1; found "many"\n  It is names a request; 100 if not given.',
    ],
    [
      'a choice that is none',
      'name-then-chunk: { lookup: pst }',
      '4:32: lookup: expected get or post; found "pst"\n  Did you mean "post"? Known: get, post.',
    ],
    [
      'a list without values',
      'name-then-chunk: { chunk: [] }',
      '4:31: expected at least one value; found a list',
    ],
    [
      'a parameter that is a mapping',
      'name-then-chunk: { chunk: { size: 3 } }',
      '4:31: expected a value or a list of values; found a mapping',
    ],
    [
      'a value that is nothing',
      './mine.ts: { chunk: [1, null] }',
      '4:29: expected text, a number, true or false; found nothing',
    ],
    [
      'parameters that are no mapping',
      'name-then-chunk: 100',
      '4:22: expected parameters under the name, such as { chunk: 100 }; found 100',
    ],
    [
      'a wrong expectation',
      'naive: { expect: crashes }',
      '4:22: expected completes or fails; found "crashes"',
    ],
    [
      'an expectation for each row',
      'naive: { expect: [fails] }',
      '4:22: expected completes or fails; found a list',
    ],
    [
      'two strategies in one entry',
      '{ naive: {}, per-status: {} }',
      '4:5: an entry of the list is one strategy; this one has naive and per-status',
    ],
    [
      'a number',
      '7',
      "4:5: expected a strategy's name, a name with parameters such as name-then-chunk: { chunk: 100 }, a program such as command: [python3, client.py], a server such as server: [node, server.mjs], or a function such as function: ./report.ts#build; found 7",
    ],
  ])('%s', (_, entry, complaint) => {
    expect(complaintAbout(withStrategies(entry))).toBe(`scenario.yaml:${complaint}`);
  });

  test('the same row twice', () => {
    expect(
      complaintAbout(
        withStrategies('name-then-chunk: { chunk: [10, 20] }', 'name-then-chunk: { chunk: 20 }'),
      ),
    ).toBe(
      'scenario.yaml:5:5: "name-then-chunk chunk=20" stands twice; the figures could not be told apart\n  Remove one, or give it other parameters.',
    );
  });

  test('a module that does not exist', () => {
    expect(complaintAbout(withStrategies('./mine.ts: { chunk: 1 }'))).toBe(
      'scenario.yaml:4:5: there is no strategy module "./mine.ts"\n  Expected a file with a default export at mine.ts.',
    );
  });

  test('a module that is a folder', () => {
    expect(complaintAbout(withStrategies('./'))).toContain(
      'scenario.yaml:4:5: there is no strategy module "./"',
    );
  });
});
