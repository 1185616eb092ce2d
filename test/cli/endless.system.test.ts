import { expect, test } from 'vitest';
import { runOf } from './own-strategies.ts';

/* Here for its time limit, which is waited for twice. */

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

test('a strategy that hangs is a failed result that says so', async () => {
  const { row } = await endless();
  expect(row('./hanging.ts')).toMatchObject({ status: 'failed', failure: { kind: 'timeout' } });
  expect(row('./hanging.ts')?.failure?.message).not.toContain('not loaded');
});

test('a strategy that is never loaded is a failed result, and the others are measured', async () => {
  const { row } = await endless();
  const unloaded = row('./unloaded.ts');
  expect(unloaded).toMatchObject({ status: 'failed', failure: { kind: 'timeout' } });
  expect(unloaded?.failure?.message).toContain('not loaded');
  // Not "completed": a machine may be too slow for a limit that is to be waited for.
  expect(row('naive')?.failure?.message ?? '').not.toContain('not loaded');
});
