import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess, tidemark } from '../cli/command.ts';

const scenario = (...rows: readonly string[]): string =>
  [
    'name: site',
    'description: How are the files of a site read?',
    'question: { metric: peakLive }',
    'case: unmerged',
    'workload: { files: 3000, directories: 30, rse: T2_IT_Pisa }',
    'samples: 1',
    'metrics: [peakLive, bytesReceived]',
    'strategies:',
    ...rows.map((row) => `  - ${row}`),
  ].join('\n');

test('a site’s files are served, read, checked and reported, in their own words', async () => {
  const cwd = await folderWith({ 'site.yaml': scenario('naive', 'lines', 'json-stream') });
  const { exitCode, stdout, stderr } = await tidemark(['run', 'site.yaml', '--out', 'out', '--quiet'], cwd);
  expect(exitCode, stderr).toBe(0);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  expect(run.case).toMatchObject({ name: 'unmerged', consumer: 'msunmerged' });
  const found = run.results.map(({ label, completeness, consumer }) => ({
    label,
    processed: completeness?.processed,
    complete: completeness?.digestMatches,
    directories: consumer?.toDelete,
  }));
  expect(found).toEqual([
    { label: 'idle', processed: 0, complete: true, directories: 0 },
    { label: 'naive', processed: 3000, complete: true, directories: 27 },
    { label: 'lines', processed: 3000, complete: true, directories: 27 },
    { label: 'json-stream', processed: 3000, complete: true, directories: 27 },
  ]);
  const reports = await Promise.all(
    ['report.md', 'report.html', 'junit.xml', 'run.json'].map((name) =>
      readFile(path.join(cwd, 'out', name), 'utf8'),
    ),
  );
  for (const text of [stdout, ...reports]) expect(text).not.toMatch(/reqmgr|couch|rule.?cleaner|workflow/i);
  expect(reports[0]).toContain('3,000 files');
  expect(reports[0]).toContain("MSUnmerged cycle's report");
  expect(stdout).toMatch(/Lowest peak live: (lines|json-stream)/);
});

test('a strategy that loses a file, or yields one twice, is told so', async () => {
  const losing =
    'export default async function* ({ rucio, rse }) { const all = await rucio.files(rse); yield* all.slice(1); yield all[5]; }';
  const cwd = await folderWith({ 'site.yaml': scenario('./losing.js'), 'losing.js': losing });
  const { stdout } = await inProcess(
    ['run', 'site.yaml', '--out', 'out', '--metrics', 'bytesReceived', '--quiet'],
    cwd,
  );
  expect(stdout).toContain('1 missed');
  expect(stdout).toMatch(/1 (repeated|duplicated|twice)/);
});
