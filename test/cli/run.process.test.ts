import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { execaSync } from 'execa';
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
    expect((await readdir(path.join(cwd, 'out'))).sort()).toEqual([
      'junit.xml',
      'report.html',
      'report.md',
      'run.json',
      'samples.jsonl',
    ]);
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
    expect(stderr.match(/^\[\d+\/28\]/gm)).toHaveLength(4 + 24);
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
        withModule(
          `export default async function* () { ${body} }`,
          // On a slow machine the others fail by this one's limit, before they get as far.
          kind === 'timeout' ? 'timeout: 2\n' : '',
        ),
      );
      expect(own).toMatchObject({ status: 'failed', failure: { kind } });
    }
  });

  test('with something open from its import on is measured all the same', async () => {
    const source =
      'setInterval(() => {}, 1e6); export default async function* ({ reqmgr, statuses }: any) { yield* Object.values(await reqmgr.requestsByStatus(statuses)); }';
    const { exitCode, own, stderr } = await outcomeOf(withModule(source));
    expect(exitCode, stderr).toBe(0);
    expect(own?.status).toBe('completed');
  });

  test('that is never loaded is a failed result, and the others are measured', async () => {
    const source =
      'await new Promise(() => setInterval(() => {}, 1e6)); export default async function* () {}';
    const { own, run } = await outcomeOf(withModule(source, 'timeout: 5\n'));
    expect(own).toMatchObject({ status: 'failed', failure: { kind: 'timeout' } });
    expect(own?.failure?.message).toContain('not loaded');
    // Not "completed": a machine may be too slow for a limit that is to be waited for.
    const naive = run.results.find(({ label }) => label === 'naive');
    expect(naive?.failure?.message ?? '').not.toContain('not loaded');
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

describe('a run that does not reach its end', () => {
  /** Starts a long run in a process group of its own and acts on it once so many samples are taken. */
  const disturbed = async (act: (pid: number) => void) => {
    const cwd = await folderWith();
    const command = tidemark(['run', 'smoke', '--samples', '50', '--out', 'out'], cwd, [], {
      detached: true,
    });
    for await (const line of command.iterable({ from: 'stderr' })) {
      if (line.startsWith('[7/')) act(command.pid ?? 0);
    }
    const ended = await command;
    const journal = (await readFile(path.join(cwd, 'out', 'samples.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(journal.length).toBeGreaterThanOrEqual(8);
    expect(journal.length).toBeLessThan(100);
    expect(ended.stdout).toContain('naive');
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    return { ...ended, run: await runIn(path.join(cwd, 'out')) };
  };
  const interrupted = expect.arrayContaining([expect.objectContaining({ kind: 'interrupted' })]);

  test('because it is interrupted ends its children, keeps the journal and reports what was measured', async () => {
    const { exitCode, run } = await disturbed((pid) => process.kill(pid, 'SIGINT'));
    expect(exitCode).toBe(130);
    expect(run.warnings).toEqual(interrupted);
  });

  test('because a terminal interrupts all its processes at once does the same', async () => {
    const { exitCode, run } = await disturbed((pid) => process.kill(-pid, 'SIGINT'));
    expect(exitCode).toBe(130);
    expect(run.warnings).toEqual(interrupted);
  });

  test('because its services died reports what was measured, and says so', async () => {
    const { exitCode, stderr, run } = await disturbed((pid) => process.kill(servicesOf(pid), 'SIGKILL'));
    expect(exitCode).toBe(3);
    expect(stderr).toContain('the run broke off');
    expect(run.results.length).toBe(4);
  });
});

/** The process that a harness has started with services/main.ts. */
const servicesOf = (harness: number): number => {
  const { stdout } = execaSync('ps', ['-o', 'pid=,args=', '--ppid', String(harness)]);
  return Number(
    stdout
      .split('\n')
      .find((line) => line.includes('services/main.ts'))
      ?.trim()
      .split(' ')[0],
  );
};

test('the slower instruments read what they are for', async () => {
  const cwd = await folderWith();
  const metrics = 'warmTime,minHeap,growthPerCycle';
  const { exitCode, stderr } = await tidemark(
    ['run', 'smoke', '--scale', '0.1', '--strategy', 'naive', '--metrics', metrics, '--out', 'out'],
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  const { results } = await runIn(path.join(cwd, 'out'));
  for (const { metrics: figures, leak, floorProbes } of results) {
    expect(figures.warmTime?.median).toBeGreaterThan(0);
    expect(figures.minHeap?.median).toBeGreaterThan(4e6);
    expect(figures.growthPerCycle?.ci95).not.toBeNull();
    expect(['no leak', 'undecided']).toContain(leak);
    expect(floorProbes.some(({ survived }) => survived === 3)).toBe(true);
    expect(floorProbes.some(({ survived }) => survived < 3)).toBe(true);
  }
});
