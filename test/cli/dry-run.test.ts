import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import { drawPlan } from '../../src/cli/terminal/draw-plan.ts';
import { planRun } from '../../src/harness/shown/planned.ts';
import { planOf } from '../../src/runner/plan.ts';
import { folderWith, inProcess } from './command.ts';

const dryRun = async (args: readonly string[], files: Readonly<Record<string, string>> = {}) => {
  const cwd = await folderWith(files);
  const told = await inProcess(['run', '--dry-run', ...args], cwd);
  expect((await readdir(cwd)).sort()).toEqual(Object.keys(files).sort());
  return told;
};

test('a dry run shows the samples of each row and their order, and writes nothing', async () => {
  const { exitCode, stdout, stderr } = await dryRun(['smoke', '--samples', '3']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^smoke: what a run would measure; nothing was started\n/);
  expect(stdout).toContain('smoke: 40 samples of 4 rows; 320 workflows, seed 1, scale 1');
  expect(stdout).toMatch(/^ {2}naive +1 pilot, 3 heap, 3 live, 3 timing$/m);
  expect(stdout).toMatch(/rounds 1 to 3: heap, live, timing; the first begins with idle, each other\n/);
});

test('what would not be started is told with the reason', async () => {
  const { stdout } = await dryRun(['million']);
  expect(stdout.replace(/\s+/g, ' ')).toMatch(
    /naive 1 live not started: naive takes one answer for all statuses as one text of about 22\.6 GB/,
  );
});

test('the order is the one in which a run takes its samples', async () => {
  const scenario = loadScenario('smoke', { samples: 2 });
  const { order = [] } = (await planRun(scenario)).measurements[0] ?? {};
  const taken = order.flatMap(({ round, purpose, rows }) => rows.map((row) => `${round} ${purpose} ${row}`));
  expect(taken).toEqual(
    planOf(scenario).map(({ round, purpose, row }) => `${round} ${purpose} ${row.label}`),
  );
});

test('named measurements are planned, and what services must be asked for is left open', async () => {
  const several = await planRun(loadScenario('wmcore-12385'));
  expect(several.measurements.length).toBeGreaterThan(2);
  expect(several.samples).toBe(several.measurements.reduce((sum, { samples }) => sum + samples, 0));
  const [asked] = (await planRun(loadScenario('orders'))).measurements;
  expect(asked).toMatchObject({
    items: { count: null, called: 'orders' },
    asksFirst: expect.stringContaining('orders.services.js'),
  });
});

test.each([60, 80, 120])('no line of a plan is longer than %i columns', async (width) => {
  for (const name of ['incident-2024-08', 'million', 'orders', 'wmcore-12385']) {
    const text = drawPlan(await planRun(loadScenario(name)), { width });
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
  }
});

test('as JSON it is for programs', async () => {
  const { stdout } = await dryRun(['smoke', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'tidemark/plan@1', samples: 16 });
});

describe('a dry run is refused as a run is, for', () => {
  test('an unknown scenario, and an unknown strategy', async () => {
    expect(await dryRun(['smokee'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringContaining('Did you mean "smoke"?'),
    });
    expect(await dryRun(['smoke', '--strategy', 'nave'])).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('a folder that holds another run', async () => {
    const { exitCode, stderr } = await dryRun(['smoke', '--out', '.'], { 'samples.jsonl': '' });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('already holds samples.jsonl')]);
  });

  test('JSON of a run that is not dry', async () => {
    const { exitCode, stderr } = await inProcess(['run', 'smoke', '--json'], await folderWith());
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--dry-run')]);
  });
});
