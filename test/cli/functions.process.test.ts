import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import type { Result, Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from './command.ts';

const report = `
const rows = (bytes: number): Buffer => Buffer.alloc(bytes, 1);
export const build = (bytes: number, { times = 1 } = {}) => Array.from({ length: times }, () => rows(bytes));
export const later = async ({ bytes }: { bytes: number }) => { await new Promise((resolve) => setTimeout(resolve, 5)); return { kept: rows(bytes) }; };
export const size = (bytes: number) => rows(bytes).length;
export function* each() { yield 1; }
export const number = 5;
const inner = () => { throw new TypeError('no such column'); };
export const throws = () => inner();
export default () => 'nothing much';
`;

const settings = 'name: mine\nsamples: 1\nmetrics: [peakLive, allocated, wallTime]\n';

const runOf = async (strategies: string, more = '') => {
  const cwd = await folderWith({
    'mine.yaml': `${settings}${more}strategies:\n${strategies}`,
    'report.ts': report,
  });
  const { exitCode, stdout, stderr } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  const text = await readFile(path.join(cwd, 'out', 'run.json'), 'utf8').catch(() => 'null');
  const run: Run = JSON.parse(text);
  return {
    exitCode,
    stdout,
    stderr,
    run,
    row: (label: string): Result | undefined => run?.results.find((one) => one.label === label),
  };
};

test('a function is called once a sample, with its arguments, and what it returns is part of what it needs', async () => {
  const { exitCode, stdout, run, row } = await runOf(
    `  - { function: ./report.ts#build, args: [4000000], params: { times: [1, 3] }, label: builds }
  - { function: ./report.ts#later, args: [{ bytes: 20000000 }], label: later }
  - { function: ./report.ts#size, args: [4000000] }
  - { function: ./report.ts }
`,
    'budgets:\n  - { strategy: later, peakLive: 60 MB }\n',
  );
  expect(exitCode).toBe(0);
  expect(run.results.map(({ label, status }) => [label, status])).toEqual(
    ['idle', 'builds times=1', 'builds times=3', 'later', './report.ts#size', './report.ts'].map((label) => [
      label,
      'completed',
    ]),
  );
  const base = row('idle')?.metrics.peakLive?.median ?? Infinity;
  const above = (label: string): number => (row(label)?.metrics.peakLive?.median ?? Infinity) - base;
  expect(base).toBeLessThan(12e6);
  for (const [label, bytes] of [
    ['builds times=1', 4e6],
    ['builds times=3', 12e6],
    ['later', 20e6],
    ['./report.ts', 0],
  ] as const)
    expect(Math.abs(above(label) - bytes), label).toBeLessThan(300_000);
  expect(row('builds times=1')?.function).toEqual({ export: 'build', args: [4_000_000] });
  expect(row('later')?.timeline.length).toBeGreaterThanOrEqual(2);
  expect(run.comparisons.some(({ to }) => to === 'builds times=1')).toBe(true);
  expect(run.budgets).toMatchObject([{ verdict: 'within' }]);
  expect(stdout).not.toMatch(/workflow|reqmgr|workload|requests/);
});

test('a function that cannot be called fails by a sentence with file, line and what its module exports', async () => {
  const { exitCode, row } = await runOf(
    ['bild', 'number', 'throws', 'each']
      .map((name) => `  - { function: ./report.ts#${name}, label: ${name} }\n`)
      .join(''),
  );
  expect(exitCode).toBe(3);
  const said = (label: string): string => row(label)?.failure?.message ?? '';
  expect(said('bild')).toMatch(
    /report\.ts has no export "bild"\s+It exports build, default, each, later, number, size, throws\./,
  );
  expect(said('number')).toMatch(/the export "number" of \S+report\.ts is no function/);
  expect(said('throws')).toMatch(/report\.ts:8\S*: .*no such column/);
  expect(said('each')).toContain('returned a generator');
});

test('beside rows that fetch, a function is no choice, and compared with none of them', async () => {
  const cwd = await folderWith({
    'mine.yaml': 'name: mine\nworkload: small\nstrategies: [naive, { function: ./report.ts }]\n',
    'report.ts': report,
  });
  const { rows, reference } = loadScenario(path.join(cwd, 'mine.yaml'));
  expect(rows.map(({ label, runtime, yields }) => [label, runtime, yields])).toEqual([
    ['idle', 'node', 'nothing'],
    ['naive', 'node', 'workload'],
    ['./report.ts', 'function', 'nothing'],
  ]);
  expect(reference).toBe('naive');
});

test.each([
  ['function: ./none.ts', 'there is no file "./none.ts"'],
  ['function: report.ts#build', 'expected the path of a module, starting with ./, ../ or /'],
  ["function: './report.ts#'", 'expected the name of an export behind #'],
  ['function: 5', "expected a module's path and an export"],
  ['function: ./report.ts, args: 5', 'expected a list of values'],
  ['function: ./report.ts, arguments: []', 'unknown key "arguments"'],
])('%s is refused with its place', async (entry, message) => {
  const { exitCode, stderr } = await runOf(`  - { ${entry} }\n`);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^tidemark: mine\.yaml:5:\d+: /);
  expect(stderr).toContain(message);
});
