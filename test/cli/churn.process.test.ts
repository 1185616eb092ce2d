import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from './command.ts';

/** Slices of the view by offset: what loses workflows when others leave before it. */
const paged = `export default async function* ({ couch, statuses }: any) {
  for (const status of statuses) {
    for (let skip = 0; ; skip += 10) {
      const names = await couch.namesByStatus(status, { limit: 10, skip });
      yield* Object.values(await couch.documentsByNames(names));
      if (names.length < 10) break;
    }
  }
}`;

const measured = async (settings: string) => {
  const cwd = await folderWith({
    'paged.ts': paged,
    'mine.yaml': [
      'name: mine',
      'workload: small',
      'samples: 1',
      'metrics: [wallTime, requests]',
      'services: { clock: 0.5, churn: { change: 2, vanish: 1 } }',
      settings,
      'strategies: [./paged.ts, name-then-chunk: { chunk: 10 }]',
    ].join('\n'),
  });
  const { exitCode, stdout } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const [, own, namesFirst] = run.results;
  return { exitCode, stdout, run, own, namesFirst };
};

test('under churn a strategy that loses workflows has no figures, and names first has lost none', async () => {
  const { exitCode, own, namesFirst } = await measured('');
  expect(exitCode).toBe(3);
  expect(own).toMatchObject({ status: 'failed', failure: { kind: 'incomplete' }, metrics: {} });
  expect(namesFirst).toMatchObject({
    status: 'completed',
    completeness: { missed: 0, duplicated: 0, stale: 0, digestMatches: true },
  });
  expect(namesFirst?.completeness?.expected).toBeLessThan(320);
});

test('in a scenario about losses its figures stand, and the loss is shown beside them', async () => {
  const { exitCode, stdout, own, run } = await measured('losses: count');
  expect(exitCode).toBe(0);
  expect(own).toMatchObject({ status: 'completed', completeness: { digestMatches: false } });
  expect(own?.metrics.wallTime?.median).toBeGreaterThan(0);
  const { expected = 0, missed = 0 } = own?.completeness ?? {};
  expect(missed).toBeGreaterThan(0);
  expect(stdout).toContain(`${expected - missed} of ${expected}, ${missed} missed`);
  expect(run.warnings.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['incomplete', 'scaled-clock', 'churn']),
  );
  expect(run.scenario.services).toMatchObject({ clock: 0.5, churn: { change: 2, appear: 0, vanish: 1 } });
});
