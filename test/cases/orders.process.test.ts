import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, inProcess, tidemark } from '../cli/command.ts';

const scenario = (more = ''): string =>
  `name: shop
case: ${path.join(import.meta.dirname, 'orders/case.ts')}
workload: { name: a-week, days: { monday: 40, tuesday: 25 } }
samples: 1
metrics: [peakLive, requests]
strategies:
  - whole
  - paged: { page: [10, 20] }
${more}`;

test('a case of a user’s own is served, fetched, consumed, checked and reported, in its own words', async () => {
  const cwd = await folderWith({ 'shop.yaml': scenario() });
  const { exitCode, stdout, stderr } = await tidemark(['run', 'shop.yaml', '--out', 'out', '--quiet'], cwd);
  expect(exitCode, stderr).toBe(0);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  expect(run.case).toMatchObject({ name: 'orders', consumer: 'bookkeeper' });
  expect(run.reference).toBe('whole');
  expect(run.workload).toMatchObject({ items: 65, groups: { monday: 40, tuesday: 25 } });
  const found = run.results.map(({ label, completeness, consumer, metrics }) => ({
    label,
    processed: completeness?.processed,
    complete: completeness?.digestMatches,
    orders: consumer?.orders,
    requests: metrics.requests?.median,
  }));
  expect(found).toEqual([
    { label: 'idle', processed: 0, complete: true, orders: 0, requests: 0 },
    { label: 'whole', processed: 65, complete: true, orders: 65, requests: 2 },
    // The last page of a day may be full, and says so by an empty one behind it.
    { label: 'paged page=10', processed: 65, complete: true, orders: 65, requests: 8 },
    { label: 'paged page=20', processed: 65, complete: true, orders: 65, requests: 5 },
  ]);
  const reports = await Promise.all(
    ['report.md', 'report.html', 'report.txt', 'junit.xml', 'run.json'].map((name) =>
      readFile(path.join(cwd, 'out', name), 'utf8').catch(() => ''),
    ),
  );
  for (const text of [stdout, ...reports]) {
    expect(text).not.toMatch(/reqmgr|couch|wmstats|rule.?cleaner|workflow/i);
  }
  expect(reports[0]).toContain('65 orders');
  expect(reports[0]).toContain("The bookkeeper's report");
});

test('a strategy that loses an order of such a case fails', async () => {
  const losing = 'export default async function* ({ orders }) { yield* (await orders("monday")).slice(1); }';
  const cwd = await folderWith({ 'shop.yaml': scenario('  - ./losing.js\n'), 'losing.js': losing });
  const { stdout } = await inProcess(
    ['run', 'shop.yaml', '--out', 'out', '--strategy', './losing.js', '--metrics', 'requests', '--quiet'],
    cwd,
  );
  expect(stdout).toContain('26 missed');
});

test('what is no case is refused with its place', async () => {
  const cwd = await folderWith({
    'shop.yaml': 'name: shop\ncase: warehouse\nworkload: small\nstrategies: [naive]\n',
  });
  const { exitCode, stderr } = await inProcess(['run', 'shop.yaml'], cwd);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('shop.yaml:2:7: unknown case "warehouse"');
});
