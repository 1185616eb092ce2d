import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from './command.ts';

/** Once for all tests that ask about it: what a run over a few workflows came to, with these modules after naive. */
const runOf = (modules: Readonly<Record<string, string>>, settings = '') => {
  const measure = async () => {
    const files = Object.entries(modules).map(([row, source]) => [nameOf(row), source] as const);
    const cwd = await folderWith({
      'mine.yaml': `name: mine\nworkload: small\nscale: 0.1\nsamples: 1\nmetrics: [wallTime, requests]\n${settings}strategies: [naive, ${Object.keys(modules).join(', ')}]\n`,
      ...Object.fromEntries(files),
    });
    const { exitCode, stderr } = await inProcess(['run', 'mine.yaml', '--out', 'out'], cwd);
    const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
    return { exitCode, stderr, row: (label: string) => run.results.find((result) => result.label === label) };
  };
  let measured: ReturnType<typeof measure> | undefined;
  return () => (measured ??= measure());
};

/** The module's file in a scenario's row: `./mine.ts`, or `{ ./mine.ts: … }`. */
const nameOf = (row: string): string => /[\w-]+\.ts/.exec(row)?.[0] ?? '';

const takesAll = 'yield* Object.values(await reqmgr.requestsByStatus(statuses));';

describe("a user's own strategy", () => {
  const good = runOf({
    './plain.ts': `export default async function* ({ reqmgr, statuses }: any) { ${takesAll} }`,
    './open.ts': `setInterval(() => {}, 1e6); export default async function* ({ reqmgr, statuses }: any) { ${takesAll} }`,
    '{ ./foreseen.ts: { expect: fails } }':
      "export default async function* () { throw new Error('as foreseen'); }",
  });

  test('is measured like a built-in one', async () => {
    const { exitCode, stderr, row } = await good();
    expect(exitCode, stderr).toBe(0);
    expect(row('./plain.ts')).toMatchObject({ status: 'completed', metrics: { requests: { median: 3 } } });
  });

  test('with something open from its import on is measured all the same', async () => {
    expect((await good()).row('./open.ts')?.status).toBe('completed');
  });

  test('that is expected to fail may do so', async () => {
    const { exitCode, row } = await good();
    expect(exitCode).toBe(0);
    expect(row('./foreseen.ts')).toMatchObject({ status: 'failed', expect: 'fails' });
  });

  const bad = runOf({
    './throwing.ts': "export default async function* () { throw new Error('out of luck'); }",
    './lossy.ts':
      'export default async function* ({ reqmgr }: any) { yield* Object.values(await reqmgr.requestsByStatus(["rejected"])); }',
    './killed.ts': "export default async function* () { process.kill(process.pid, 'SIGKILL'); }",
    './exiting.ts': 'export default async function* () { process.exit(7); }',
  });

  test('that throws is a failed result with its message, beside the results of the others', async () => {
    const { exitCode, row } = await bad();
    expect(exitCode).toBe(3);
    expect(row('./throwing.ts')).toMatchObject({
      status: 'failed',
      failure: { kind: 'error', message: expect.stringContaining('out of luck') },
    });
    expect(row('naive')?.status).toBe('completed');
  });

  test('that leaves workflows out has no figures', async () => {
    const lossy = (await bad()).row('./lossy.ts');
    expect(lossy).toMatchObject({ status: 'failed', failure: { kind: 'incomplete' }, metrics: {} });
    expect(lossy?.completeness?.missed).toBeGreaterThan(0);
  });

  test('that is killed or exits is a failed result that says so', async () => {
    const { row } = await bad();
    expect(row('./killed.ts')).toMatchObject({ status: 'failed', failure: { kind: 'signal' } });
    expect(row('./exiting.ts')).toMatchObject({ status: 'failed', failure: { kind: 'exit' } });
  });

  const endless = runOf(
    {
      './hanging.ts':
        'export default async function* () { await new Promise((resolve) => setTimeout(resolve, 60_000)); }',
      './unloaded.ts':
        'await new Promise(() => setInterval(() => {}, 1e6)); export default async function* () {}',
    },
    // On a slow machine the others fail by this one's limit, before they get as far.
    'timeout: 5\n',
  );

  test('that hangs is a failed result that says so', async () => {
    const { row } = await endless();
    expect(row('./hanging.ts')).toMatchObject({ status: 'failed', failure: { kind: 'timeout' } });
    expect(row('./hanging.ts')?.failure?.message).not.toContain('not loaded');
  });

  test('that is never loaded is a failed result, and the others are measured', async () => {
    const { row } = await endless();
    const unloaded = row('./unloaded.ts');
    expect(unloaded).toMatchObject({ status: 'failed', failure: { kind: 'timeout' } });
    expect(unloaded?.failure?.message).toContain('not loaded');
    // Not "completed": a machine may be too slow for a limit that is to be waited for.
    expect(row('naive')?.failure?.message ?? '').not.toContain('not loaded');
  });
});
