import { expect, test } from 'vitest';
import { loadScenario } from '../../src/cases/load.ts';
import type { Completeness } from '../../src/record/journal/sample.ts';
import { takeHeapLimit } from '../../src/runner/limits/take-heap-limit.ts';
import { preparePrograms } from '../../src/runner/program/program-process.ts';
import type { SubjectHost } from '../../src/runner/subject/subject-process.ts';
import { takeSample, type Workshop } from '../../src/runner/subject/take-sample.ts';
import { aJournal, complete } from '../builders/journals.ts';

const scenario = loadScenario('production', { metrics: ['minHeap'], scale: 0.001 });
const [row] = scenario.rows;
if (row === undefined) throw new Error('production has no strategy');

type Run = SubjectHost['run'];
const reported: Awaited<ReturnType<Run>> = {
  type: 'reported',
  report: {
    status: 'completed',
    metrics: {},
    unavailable: {},
    consumer: { total: 0, cleaned: 0, normalArchived: 0, forceArchived: 0 },
    detail: { kind: 'none' },
    unseen: { workers: 0, children: false, resident: null },
    stripperLoaded: false,
  },
  processed: [],
};

const workshopOf = (run: Run, completeness: Completeness = complete): Workshop => ({
  scenario,
  header: aJournal([]).header,
  services: {
    url: 'http://127.0.0.1:1',
    unavailable: {},
    resetLedger: async () => {},
    readLedger: async () => ({}),
    stop: async () => {},
  },
  scratch: '/nowhere',
  subjects: { run, warm: async () => {}, isWarm: () => true },
  programs: preparePrograms('/nowhere', { type: 'none', why: 'none is needed' }),
  check: () => completeness,
  liveSearches: new Map(),
  programNames: new Map(),
  onOldName: () => {},
  signal: new AbortController().signal,
});

const floorOf = (workshop: Workshop) =>
  takeHeapLimit(workshop, { row, purpose: 'floor', round: 1 }, { peakHeap: 8 * 2 ** 20, processMs: 1 });

const limitIn = (flags: readonly string[]): number => Number(flags.at(-1)?.split('=')[1]);

test('a strategy that loses workflows under every heap limit is incomplete, not out of memory; what was tried is told', async () => {
  const lossy = { ...complete, missed: 7, digestMatches: false };
  const sample = await floorOf(workshopOf(async () => reported, lossy));
  expect(sample?.outcome).toMatchObject({
    status: 'failed',
    failure: { kind: 'incomplete' },
    completeness: lossy,
  });
  const message = sample?.outcome.status === 'failed' ? sample.outcome.failure.message : '';
  expect(message).toContain('7 missed');
  expect(message).toMatch(/6 MiB 0\/1 \(incomplete\).* 80 MiB 0\/1 \(incomplete\)$/);
});

test('a strategy that fails under every heap limit fails as it did at first', async () => {
  const failure = { kind: 'error', message: 'it wants the moon' } as const;
  const sample = await floorOf(workshopOf(async () => ({ type: 'failed', failure, processed: [] })));
  expect(sample?.outcome).toMatchObject({
    failure: { kind: 'error', message: expect.stringContaining('it wants the moon; no heap limit') },
  });
});

test('the lowest heap limit is the figure of one that lives above it', async () => {
  const failure = { kind: 'out-of-memory', message: 'full' } as const;
  const run: Run = async (_, { flags }) =>
    limitIn(flags) >= 20 ? reported : { type: 'failed', failure, processed: [] };
  const sample = await floorOf(workshopOf(run));
  expect(sample?.outcome).toMatchObject({ status: 'completed', metrics: { minHeap: 20 * 2 ** 20 } });
});

test('a sample of many cycles has the time of as many', async () => {
  const given: number[] = [];
  const run: Run = async ({ cycles }, { timeoutMs }) => {
    given.push(timeoutMs / cycles);
    return reported;
  };
  for (const purpose of ['heap', 'cycles'] as const) {
    await takeSample(workshopOf(run), { row, purpose, round: 1 });
  }
  expect(given).toEqual([scenario.timeout * 1000, scenario.timeout * 1000]);
});
