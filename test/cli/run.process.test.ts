import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { execaSync } from 'execa';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess, tidemark } from './command.ts';

const runIn = async (folder: string): Promise<Run> =>
  JSON.parse(await readFile(path.join(folder, 'run.json'), 'utf8'));

describe('a run', () => {
  test('measures every strategy over exactly the workload, counts its requests, and writes journal, run and report', async () => {
    const cwd = await folderWith();
    const { exitCode, stdout, stderr } = await tidemark(
      ['run', 'smoke', '--scale', '0.2', '--samples', '1', '--out', 'out'],
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
      expect(completeness?.processed).toBe(label === 'idle' ? 0 : run.workload.items);
      expect(metrics.peakHeap?.n).toBe(1);
      expect(metrics.wallTime?.n).toBe(1);
    }
    // Of each strategy, the two for the locks among them.
    const chunks = Object.values(run.workload.groups).reduce((sum, count) => sum + Math.ceil(count / 25), 0);
    expect(run.results.map(({ metrics }) => metrics.requests?.median)).toEqual([2, 5, 5, 5 + chunks]);
    const [, ...cleaners] = run.results.map(({ consumer }) => consumer);
    expect(new Set(cleaners.map((cleaner) => JSON.stringify(cleaner))).size).toBe(1);
    expect(stdout).toContain('name-then-chunk chunk=25');
    expect(stderr.match(/^\[\d+\/16\]/gm)).toHaveLength(4 + 12);
  });

  test('without --out goes to a folder of its time, which latest points at', async () => {
    const cwd = await folderWith();
    await inProcess(
      ['run', 'smoke', '--scale', '0.05', '--metrics', 'wallTime', '--strategy', 'naive', '--quiet'],
      cwd,
    );
    expect((await runIn(path.join(cwd, 'reports', 'smoke', 'latest'))).scenario.name).toBe('smoke');
  });
});

describe('a run that does not reach its end', () => {
  /** Asks once: a subject whose services are gone would wait before it asks again. */
  const long =
    'name: mine\nworkload: small\nscale: 0.2\nsamples: 50\nretries: { attempts: 1 }\nstrategies: [naive, per-status, name-then-chunk]\n';
  /** Starts a long run in a process group of its own and acts on it once so many samples are taken. */
  const disturbed = async (act: (pid: number) => void) => {
    const cwd = await folderWith({ 'mine.yaml': long });
    const command = tidemark(['run', 'mine.yaml', '--out', 'out'], cwd, [], {
      detached: true,
    });
    for await (const line of command.iterable({ from: 'stderr' })) {
      if (line.startsWith('[3/')) act(command.pid ?? 0);
    }
    const ended = await command;
    const journal = (await readFile(path.join(cwd, 'out', 'samples.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(journal.length).toBeGreaterThanOrEqual(4);
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

test('in a GitHub workflow a gate or a run annotates the scenario and appends to the job summary', async () => {
  const cwd = await folderWith({
    'summary.md': 'before\n',
    'mine.yaml':
      'name: mine\nworkload: small\nscale: 0.05\nsamples: 1\nmetrics: [requests]\nstrategies: [naive]\nbudgets: [{ strategy: naive, requests: 1 }]\n',
  });
  const { exitCode, stdout } = await inProcess(['run', 'mine.yaml', '--quiet', '--out', 'out'], cwd, {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: path.join(cwd, 'summary.md'),
  });
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^::error file=mine\.yaml,title=tidemark budgets%3A naive%3A requests::requests /m);
  expect(await readFile(path.join(cwd, 'summary.md'), 'utf8')).toMatch(/^before\n# mine\n/);
});
