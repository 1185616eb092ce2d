import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { folderWith, inProcess } from './command.ts';

/*
 * What claims, predict and profile cannot do is told before anything is measured: one sentence, and exit code 2.
 */

test.each([
  [['--sizes', '0.5,0.5,1'], 'A size stands twice.'],
  [['--sizes', '1'], 'A line takes at least two sizes'],
  [['--sizes', '0.5,1', '--samples', '1'], '1 sample at 2 sizes are 2 readings, and a line takes 5'],
  [['--limit', '1'], '--limit: "1" is no size'],
])('predict %j is refused before anything is measured', async (args, message) => {
  const cwd = await folderWith({ 'growing.yaml': 'name: growing\nworkload: small\nstrategies: [naive]\n' });
  const { exitCode, stderr } = await inProcess(['predict', 'growing.yaml', ...args], cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('an option by its old name is taken, and told by its present one', async () => {
  const cwd = await folderWith({ 'growing.yaml': 'name: growing\nworkload: small\nstrategies: [naive]\n' });
  const args = ['predict', 'growing.yaml', '--workflows', '1000', '--sizes', '0.5,1', '--samples', '1'];
  const { stderr } = await inProcess(args, cwd);
  expect(stderr).toContain('"--workflows" is called "--items" now; the old name is still read');
});

const trial = `name: trial
workload: small
strategies: [naive, per-status]
claims:
  - id: load
    who: me
    where: here
    says: it asks more often
    judge: { compare: requets, of: per-status, to: naive, atLeast: 2 }
`;

test('a scenario without claims is bad input', async () => {
  const cwd = await folderWith({ 'none.yaml': 'name: none\nworkload: small\nstrategies: [naive]\n' });
  const { exitCode, stderr } = await inProcess(['claims', 'none.yaml'], cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    'tidemark: none.yaml: the scenario has no claims\n  Write them under claims; scenarios/wmcore-12385.yaml has some of every kind.',
  );
});

test('a claim on an unknown metric is bad input, with its place, and nothing is measured', async () => {
  const cwd = await folderWith({ 'trial.yaml': trial });
  const { exitCode, stderr } = await inProcess(['claims', 'trial.yaml'], cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('trial.yaml:9:23: unknown metric "requets"\n  Did you mean "requests"?');
  expect(await readdir(cwd)).toEqual(['trial.yaml']);
});

describe('a profile', () => {
  const rows = 'name: mine\nworkload: small\nstrategies: [name-then-chunk: { chunk: [10, 20] }]\n';
  const refusal = async (...args: readonly string[]) =>
    inProcess(['profile', 'mine.yaml', ...args], await folderWith({ 'mine.yaml': rows }));

  test('is of one row: several are named', async () => {
    const { exitCode, stderr } = await refusal('--strategy', 'name-then-chunk');
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'tidemark: --strategy name-then-chunk means 2 rows, and a profile is of one\n' +
        '  Name one of them: "name-then-chunk chunk=10", "name-then-chunk chunk=20".',
    );
  });

  test('needs a strategy', async () => {
    const { exitCode, stderr } = await refusal();
    expect(exitCode).toBe(2);
    expect(stderr).toContain("required option '--strategy <name>' not specified");
  });
});
