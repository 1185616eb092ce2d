import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, tidemark } from './command.ts';

const runIn = async (folder: string): Promise<Run> =>
  JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'));

/** A scenario over a few workflows with a strategy of the user's own. */
const withModule = (source: string, settings = ''): Readonly<Record<string, string>> => ({
  'mine.yaml': `name: mine\nworkload: small\nscale: 0.1\nsamples: 1\nmetrics: [wallTime, requests]\n${settings}strategies: [naive, ./strategy.ts]\n`,
  'strategy.ts': source,
});

const outcomeOf = async (files: Readonly<Record<string, string>>) => {
  const cwd = await folderWith(files);
  const { exitCode, stdout, stderr } = await tidemark(['run', 'mine.yaml', '--out', 'out'], cwd);
  const run = await runIn(path.join(cwd, 'out'));
  const own = run.results.find(({ label }) => label.startsWith('./strategy.ts'));
  return { exitCode, stdout, stderr, own, run };
};

describe('a run', () => {
  test('measures every strategy over exactly the workload, and writes journal, run and report', async () => {
    const cwd = await folderWith();
    const { exitCode, stdout, stderr } = await tidemark(
      ['run', 'smoke', '--scale', '0.2', '--samples', '2', '--out', 'out'],
      cwd,
    );
    expect(exitCode, stderr).toBe(0);
    expect((await readdir(path.join(cwd, 'out'))).sort()).toEqual(['report.md', 'run.json', 'samples.jsonl']);
    const run = await runIn(path.join(cwd, 'out'));
    expect(run.results.map(({ label }) => label)).toEqual([
      'idle',
      'naive',
      'per-status',
      'name-then-chunk chunk=25',
    ]);
    for (const { label, status, completeness, metrics } of run.results) {
      expect(status).toBe('completed');
      expect(completeness).toMatchObject({ missed: 0, duplicated: 0, stale: 0, digestMatches: true });
      expect(completeness?.processed).toBe(label === 'idle' ? 0 : run.workload.workflows);
      expect(metrics.peakHeap?.n).toBe(2);
      expect(metrics.wallTime?.n).toBe(2);
    }
    const [, ...cleaners] = run.results.map(({ ruleCleaner }) => ruleCleaner);
    expect(new Set(cleaners.map((cleaner) => JSON.stringify(cleaner))).size).toBe(1);
    expect(stdout).toContain('name-then-chunk chunk=25');
    expect(stderr.trim().split('\n')).toHaveLength(1 + 4 + 24);
  });

  test('counts the requests of each strategy', async () => {
    const cwd = await folderWith();
    await tidemark(['run', 'smoke', '--samples', '1', '--metrics', 'requests', '--out', 'out'], cwd);
    const { results, workload } = await runIn(path.join(cwd, 'out'));
    const chunks = Object.values(workload.byStatus).reduce((sum, count) => sum + Math.ceil(count / 25), 0);
    expect(results.map(({ metrics }) => metrics.requests?.median)).toEqual([2, 5, 5, 5 + chunks]);
  });

  test('without --out goes to a folder of its time, which latest points at', async () => {
    const cwd = await folderWith();
    await tidemark(
      ['run', 'smoke', '--scale', '0.05', '--metrics', 'wallTime', '--strategy', 'naive', '--quiet'],
      cwd,
    );
    expect((await runIn(path.join(cwd, 'reports', 'smoke', 'latest'))).scenario.name).toBe('smoke');
  });
});

describe("a user's own strategy", () => {
  test('is measured like a built-in one', async () => {
    const { exitCode, own, stderr } = await outcomeOf(
      withModule(
        'export default async function* ({ reqmgr, statuses }: any) { yield* Object.values(await reqmgr.requestsByStatus(statuses)); }',
      ),
    );
    expect(exitCode, stderr).toBe(0);
    expect(own).toMatchObject({ status: 'completed', metrics: { requests: { median: 3 } } });
  });

  test('that throws is a failed result with its message, beside the results of the others', async () => {
    const { exitCode, own, run } = await outcomeOf(
      withModule("export default async function* () { throw new Error('out of luck'); }"),
    );
    expect(exitCode).toBe(3);
    expect(own).toMatchObject({
      status: 'failed',
      failure: { kind: 'error', message: expect.stringContaining('out of luck') },
    });
    expect(run.results.find(({ label }) => label === 'naive')?.status).toBe('completed');
  });

  test('that leaves workflows out has no figures', async () => {
    const { own } = await outcomeOf(
      withModule(
        'export default async function* ({ reqmgr }: any) { yield* Object.values(await reqmgr.requestsByStatus(["rejected"])); }',
      ),
    );
    expect(own).toMatchObject({ status: 'failed', failure: { kind: 'incomplete' }, metrics: {} });
    expect(own?.completeness?.missed).toBeGreaterThan(0);
  });

  test('that is killed, exits or hangs is a failed result that says so', async () => {
    const bodies = {
      signal: "process.kill(process.pid, 'SIGKILL');",
      exit: 'process.exit(7);',
      timeout: 'await new Promise((resolve) => setTimeout(resolve, 60_000));',
    };
    for (const [kind, body] of Object.entries(bodies)) {
      const { own } = await outcomeOf(
        withModule(`export default async function* () { ${body} }`, 'timeout: 2\n'),
      );
      expect(own).toMatchObject({ status: 'failed', failure: { kind } });
    }
  });

  test('that is expected to fail may do so', async () => {
    const files = withModule("export default async function* () { throw new Error('as foreseen'); }");
    const scenario =
      files['mine.yaml']?.replace('./strategy.ts]', '{ ./strategy.ts: { expect: fails } }]') ?? '';
    const { exitCode, own } = await outcomeOf({ ...files, 'mine.yaml': scenario });
    expect(exitCode).toBe(0);
    expect(own).toMatchObject({ status: 'failed', expect: 'fails' });
  });
});

test('a run that is interrupted ends its children, keeps the journal and reports what was measured', async () => {
  const cwd = await folderWith();
  const command = tidemark(['run', 'smoke', '--samples', '50', '--out', 'out'], cwd);
  for await (const line of command.iterable({ from: 'stderr' })) {
    if (line.startsWith('[5/')) command.kill('SIGINT');
  }
  const { exitCode, stdout } = await command;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('naive');
  const journal = (await readFile(path.join(cwd, 'out', 'samples.jsonl'), 'utf8')).trimEnd().split('\n');
  expect(journal.length).toBeGreaterThanOrEqual(6);
  expect(journal.length).toBeLessThan(60);
  expect((await runIn(path.join(cwd, 'out'))).warnings.map(({ kind }) => kind)).toContain('interrupted');
});
