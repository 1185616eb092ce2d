import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compareRuns } from '../../src/harness/compare.ts';
import { reportAgain } from '../../src/harness/merge.ts';
import { productionJournal } from '../builders/journals.ts';
import { folderWith } from '../scenario/scenario-folder.ts';

const journal = productionJournal(6);
const textOf = (higherBy: number): string => {
  const id = higherBy === 0 ? journal.header.id : 'another';
  const samples = journal.samples.map((sample) => {
    if (sample.label === 'idle' || sample.outcome.status === 'failed') return sample;
    const { metrics } = sample.outcome;
    const peakLive = (metrics.peakLive ?? 0) * (1 + higherBy);
    const outcome =
      metrics.peakLive === undefined
        ? sample.outcome
        : { ...sample.outcome, metrics: { ...metrics, peakLive } };
    return { ...sample, startedAt: higherBy === 0 ? sample.startedAt : '2026-11-21T10:00:00.000Z', outcome };
  });
  return [{ ...journal.header, id }, ...samples].map((entry) => `${JSON.stringify(entry)}\n`).join('');
};

test('two runs are compared by a function, which returns the changes and one verdict', async () => {
  const before = folderWith({ 'samples.jsonl': textOf(0) });
  const after = folderWith({ 'samples.jsonl': textOf(0.1) });
  const bounds = [{ metric: 'peakLive', share: 0.02 }] as const;
  const { compared, verdict } = await compareRuns({ before, after, bounds, required: true });
  expect(compared.changes.map(({ label, verdict: one }) => [label, one])).toContainEqual([
    'naive',
    'regression',
  ]);
  expect(verdict.exitCode).toBe(1);
});

test('a report is made again by a function, which returns the run and says where its files are', async () => {
  const folder = folderWith({ 'samples.jsonl': textOf(0) });
  const { reported, folder: made } = await reportAgain([folder], {});
  expect(made).toBe(folder);
  expect(reported.verdict.exitCode).toBe(0);
  expect(reported.run.results.map(({ label }) => label)).toContain('naive');
  expect(readdirSync(path.join(folder))).toEqual(
    expect.arrayContaining(['junit.xml', 'report.html', 'report.md', 'run.json']),
  );
});
