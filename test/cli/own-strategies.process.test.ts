import { describe, expect, test } from 'vitest';
import { runOf } from './own-strategies.ts';

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
});
