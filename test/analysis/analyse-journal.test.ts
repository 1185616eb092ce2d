import { describe, expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { MixedConditionsError } from '../../src/analysis/run/conditions.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Result, Run } from '../../src/record/run.ts';
import {
  aJournal,
  aRow,
  aSample,
  complete,
  completed,
  outOfMemory,
  productionJournal,
  rounds,
} from '../builders/journals.ts';

const analyse = (journal: Journal): Run => analyseJournal(journal, { pinnedNode: '26.10.0' });
const firstOf = (run: Run): Result => run.results[0] as Result;

describe('results', () => {
  test('stand in the order of the header, whatever the order of the samples', () => {
    const { header, samples } = productionJournal();
    const run = analyse({ header, samples: samples.toReversed() });
    expect(run.results.map(({ label }) => label)).toEqual(header.rows.map(({ label }) => label));
    expect(run).toEqual(analyse({ header, samples }));
  });

  test('take each metric from the samples that read it, one value a round, in the order of the rounds', () => {
    const journal = aJournal([
      aSample('naive', { round: 2, outcome: completed({ peakHeap: 20, requests: 5 }) }),
      aSample('naive', { round: 1, outcome: completed({ peakHeap: 10, requests: 5 }) }),
      aSample('naive', { round: 1, purpose: 'timing', outcome: completed({ wallTime: 7, requests: 6 }) }),
    ]);
    const { metrics } = firstOf(analyse(journal));
    expect(metrics.peakHeap).toMatchObject({ values: [10, 20], median: 15, unit: 'bytes' });
    expect(metrics.wallTime?.values).toEqual([7]);
    expect(metrics.requests).toMatchObject({ values: [5.5, 5], n: 2, ci95: null });
  });

  test('fail with the first failure, and keep the figures of the samples that completed', () => {
    const journal = aJournal([
      ...rounds('naive', 'peakHeap', [10]),
      aSample('naive', { round: 2, outcome: outOfMemory }),
      aSample('naive', {
        round: 3,
        outcome: { status: 'failed', failure: { kind: 'timeout', message: 'late' }, completeness: null },
      }),
    ]);
    const result = firstOf(analyse(journal));
    expect(result).toMatchObject({ status: 'failed', failure: { kind: 'out-of-memory' } });
    expect(result.metrics.peakHeap?.values).toEqual([10]);
  });

  test('of a strategy without any sample say that it was not measured', () => {
    const run = analyse(aJournal([], { rows: [aRow('naive')] }));
    expect(firstOf(run)).toMatchObject({
      status: 'failed',
      failure: { kind: 'error', message: 'not measured: the run ended before its turn' },
      metrics: {},
      completeness: null,
      consumer: null,
    });
  });

  test('give the reason for each wanted figure that is missing', () => {
    const journal = aJournal(
      [
        aSample('naive', {
          outcome: completed({ peakHeap: 1 }, { unavailable: { peakTotal: 'no collection' } }),
        }),
        aSample('naive', { purpose: 'timing', outcome: outOfMemory }),
      ],
      { scenario: { metrics: ['peakHeap', 'peakTotal', 'gcTime', 'wallTime'] } },
    );
    expect(firstOf(analyse(journal)).unavailable).toEqual({
      peakTotal: 'no collection',
      gcTime: 'the samples that read it reported none',
      wallTime: 'no sample that reads it completed: out-of-memory',
    });
  });

  test('show the completeness of the sample that lost something', () => {
    const lossy = { ...complete, processed: 9500, missed: 55, digestMatches: false };
    const journal = aJournal([
      aSample('naive', { round: 1 }),
      aSample('naive', {
        round: 2,
        outcome: {
          status: 'failed',
          failure: { kind: 'incomplete', message: '55 missed' },
          completeness: lossy,
        },
      }),
    ]);
    expect(firstOf(analyse(journal)).completeness).toEqual(lossy);
  });
});

describe('samples of different conditions', () => {
  const sample = aSample('naive');
  const changed = (changes: Partial<typeof sample.conditions>): (() => Run) => {
    const other = aSample('chunk', { round: 2, conditions: { ...sample.conditions, ...changes } });
    return () => analyse(aJournal([sample, other]));
  };

  test.each([
    ['node', { node: 'v24.0.0' }, 'Node v26.10.0, "chunk" (heap, round 2) had v24.0.0'],
    ['arch', { arch: 'arm64' }, 'architecture x64, "chunk" (heap, round 2) had arm64'],
    ['flags', { flags: ['--expose-gc'] }, 'flags none, "chunk" (heap, round 2) had --expose-gc'],
    [
      'workloadDigest',
      { workloadDigest: '1:2' },
      'workload digest 9555:0c5e1f9a2b7d4, "chunk" (heap, round 2) had 1:2',
    ],
  ])('are not pooled: %s', (differing, changes, words) => {
    expect(changed(changes)).toThrow(MixedConditionsError);
    expect(changed(changes)).toThrow(expect.objectContaining({ differing }));
    expect(changed(changes)).toThrow(`"naive" (heap, round 1) had ${words}`);
  });

  test('of one strategy under two tight schedules are not pooled; those of two strategies are compared', () => {
    const live = (label: string, round: number, semiSpace: number) =>
      aSample(label, {
        purpose: 'live',
        round,
        conditions: { ...sample.conditions, flags: ['--gc-global', `--max-semi-space-size=${semiSpace}`] },
        outcome: completed({ peakLive: 1e6 }),
      });
    expect(() => analyse(aJournal([live('naive', 1, 8), live('naive', 2, 4)]))).toThrow(MixedConditionsError);
    expect(() => analyse(aJournal([live('naive', 1, 8), live('chunk', 1, 2)]))).not.toThrow();
  });

  test('are pooled when only the flags of different purposes differ', () => {
    expect(() => analyse(aJournal([sample, aSample('naive', { purpose: 'timing' })]))).not.toThrow();
  });
});

describe('the exit code', () => {
  const runOf = (expectation: 'completes' | 'fails', outcome = outOfMemory): Run =>
    analyse(
      aJournal([aSample('naive', { outcome })], {
        rows: [aRow('naive', { expect: expectation })],
        scenario: { samples: 1, metrics: ['peakHeap'] },
      }),
    );

  test('is 3 when a strategy that was to complete failed', () => {
    expect(verdictOfRun(runOf('completes')).exitCode).toBe(3);
  });

  test('is 0 when all completed, or failed as they were meant to', () => {
    expect(verdictOfRun(runOf('completes', completed({ peakHeap: 1 }))).exitCode).toBe(0);
    expect(verdictOfRun(runOf('fails')).exitCode).toBe(0);
  });
});
