import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { complaintAbout, folderWith, loadText, withStrategies } from './scenario-folder.ts';

const rowsOf = (...entries: readonly string[]) => loadText(withStrategies('idle', ...entries)).rows;

describe('a program', () => {
  test('is a row by its command alone, named after it and what runs it', () => {
    expect(rowsOf('command: [python3.11, -u, client.py]')[1]).toMatchObject({
      label: 'python3.11 -u client.py',
      strategy: 'python3.11 -u client.py',
      params: {},
      runtime: 'python',
      expect: 'completes',
      yields: 'workload',
      program: { command: ['python3.11', '-u', 'client.py'], env: {}, traced: false, checked: true },
    });
  });

  test('runs in the folder of the scenario, where the files that it names must be', () => {
    const folder = folderWith({
      'client.sh': '',
      'scenario.yaml': withStrategies('command: [./client.sh, sub/not-checked]'),
    });
    const { rows } = loadScenario(path.join(folder, 'scenario.yaml'));
    expect(rows[1]?.program).toMatchObject({ folder, command: ['./client.sh', 'sub/not-checked'] });
  });

  test('spreads lists of parameters into rows, like a strategy', () => {
    const rows = rowsOf(
      '{ command: [python3, c.py], label: chunks, params: { chunk: [10, 100], lookup: post } }',
    );
    expect(rows.slice(1).map(({ label, params }) => [label, params])).toEqual([
      ['chunks chunk=10 lookup=post', { chunk: 10, lookup: 'post' }],
      ['chunks chunk=100 lookup=post', { chunk: 100, lookup: 'post' }],
    ]);
  });

  test('takes numbers where text is meant', () => {
    const [, row] = rowsOf('{ command: [sleep, 1], env: { LEVEL: 3 } }');
    expect(row?.program).toMatchObject({ command: ['sleep', '1'], env: { LEVEL: '3' } });
  });

  test.each([
    ['python3', 'python'],
    ['/usr/local/bin/pypy3.10', 'pypy'],
    ['./client', 'program'],
    ['pythonic', 'program'],
  ])('%s runs as %s unless the scenario says', (executable, runtime) => {
    const folder = folderWith({
      client: '',
      'scenario.yaml': withStrategies(
        `command: [${executable}]`,
        `{ command: [${executable}], label: said, runtime: go }`,
      ),
    });
    const { rows } = loadScenario(path.join(folder, 'scenario.yaml'));
    expect(rows.slice(1).map((row) => row.runtime)).toEqual([runtime, 'go']);
  });

  test('is found on a command line by its label, without its parameters too', () => {
    const text = withStrategies(
      'naive',
      '{ command: [python3, c.py], label: py chunks, params: { chunk: [1, 2] } }',
    );
    expect(loadText(text, { strategies: ['py chunks'] }).rows.map(({ label }) => label)).toEqual([
      'idle',
      'py chunks chunk=1',
      'py chunks chunk=2',
    ]);
  });

  test('that is to process nothing is not what others are compared with', () => {
    const { reference } = loadText(
      withStrategies('{ command: [true], label: floor, yields: nothing }', '{ command: [true], label: all }'),
    );
    expect(reference).toBe('all');
  });
});

describe('a bad program', () => {
  test.each([
    [
      'a command in one text',
      '{ command: python3 client.py }',
      '4:16: expected a program and its arguments in a list, such as [python3, client.py]; found "python3 client.py"',
    ],
    [
      'an empty command',
      '{ command: [] }',
      '4:16: expected a program and its arguments in a list, such as [python3, client.py]; found a list',
    ],
    [
      'an argument that is a list',
      '{ command: [python3, [a]] }',
      '4:26: expected text, a number, true or false; found a list',
    ],
    [
      'the slip of a key',
      '{ command: [python3], labels: mine }',
      '4:27: unknown key "labels"\n  Did you mean "label"? Known: command, label, params, env, runtime, expect, yields, traced, checked.',
    ],
    [
      'a file that is not there',
      '{ command: [python3, ./client.py] }',
      '4:26: there is no file "./client.py"\n  Paths are relative to the scenario\'s folder: expected client.py.',
    ],
    [
      'a flag that is text',
      '{ command: [python3], traced: maybe }',
      '4:35: expected true or false; found "maybe"',
    ],
    [
      'an unknown expectation',
      '{ command: [python3], expect: crashes }',
      '4:35: unknown expectation "crashes"\n  Known: completes, fails.',
    ],
    [
      'parameters that reach it as one',
      '{ command: [python3], params: { a-b: 1, a_b: 2 } }',
      '4:45: "a_b" and "a-b" reach the program as one variable, TIDEMARK_PARAM_A_B\n  Rename one of them.',
    ],
  ])('%s', (_, entry, complaint) => {
    expect(complaintAbout(withStrategies(entry))).toBe(`scenario.yaml:${complaint}`);
  });
});
