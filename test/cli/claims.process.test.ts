import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

const scenario = `
name: trial
workload: small
scale: 0.1
samples: 1
strategies: [naive, per-status, name-then-chunk: { chunk: 5 }]
measurements:
  double: { scale: 0.2, strategies: [name-then-chunk: { chunk: 5 }] }
claims:
  - id: load
    who: me
    where: here
    says: chunks ask more often
    judge: { compare: requests, of: name-then-chunk chunk=5, to: naive, atLeast: 2 }
  - id: growth
    who: me
    where: here
    says: and the more often the more there is
    in: double
    judge: { value: requests, of: name-then-chunk chunk=5, atLeast: 12 }
  - id: loss
    who: me
    where: here
    says: nothing is lost
    judge: { value: missed, of: naive, atMost: 0 }
`;

const runIn = async (...parts: readonly string[]): Promise<Run> =>
  JSON.parse(await readFile(path.join(...parts, 'run.json'), 'utf8'));

test('claims measures what the claims need, and prints them with their verdicts', async () => {
  const cwd = await folderWith({ 'trial.yaml': scenario });
  const { exitCode, stdout, stderr } = await tidemark(['claims', 'trial.yaml', '--out', 'out'], cwd);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('3 claims: 3 confirmed');
  expect(stdout).toContain('“chunks ask more often”');
  expect(stdout.trim().split('\n').at(-1)).toBe('out/report.html');
  expect((await readdir(path.join(cwd, 'out'))).sort()).toEqual([
    'double',
    'junit.xml',
    'report.html',
    'report.md',
    'run.json',
    'samples.jsonl',
  ]);

  const run = await runIn(cwd, 'out');
  expect(run.results.map(({ label }) => label)).toEqual(['idle', 'naive', 'name-then-chunk chunk=5']);
  expect(run.claims.map(({ id, judgements }) => [id, ...judgements.map(({ verdict }) => verdict)])).toEqual([
    ['load', 'holds'],
    ['growth', 'holds'],
    ['loss', 'holds'],
  ]);
  const double = await runIn(cwd, 'out', 'double');
  expect(double.scenario.name).toBe('trial/double');
  expect(double.results.map(({ label }) => label)).toEqual(['idle', 'name-then-chunk chunk=5']);
  expect(double.workload.items).toBe(64);
  expect(double.claims).toEqual([]);
});

test('a run judges what it measured too, and a verdict that was not expected makes the exit code 1', async () => {
  const refuted = scenario.replace('atMost: 0', 'atLeast: 1');
  const cwd = await folderWith({ 'trial.yaml': refuted });
  const { exitCode, stdout } = await inProcess(
    ['run', 'trial.yaml', '--strategy', 'naive', '--metrics', 'requests', '--out', 'out', '--quiet'],
    cwd,
  );
  expect(exitCode).toBe(1);
  expect(stdout).toContain('Refuted, not as expected');
  expect(stdout.replace(/\s+/g, ' ')).toContain('name-then-chunk chunk=5 was not measured in this run');
});

test('where no claim is about the scenario itself, only the named measurements are taken', async () => {
  const about = scenario.replace(/ {2}- id: load[\s\S]*?(?= {2}- id: growth)| {2}- id: loss[\s\S]*/g, '');
  const cwd = await folderWith({ 'trial.yaml': about });
  const { exitCode, stdout, stderr } = await inProcess(['claims', 'trial.yaml', '--out', 'out'], cwd);
  expect(exitCode, stderr).toBe(0);
  expect(stdout).toContain('1 claim: 1 confirmed');
  expect((await runIn(cwd, 'out')).results).toEqual([]);
});
