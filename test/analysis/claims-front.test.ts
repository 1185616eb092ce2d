import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Judge } from '../../src/record/checks/claims.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import type { MetricName } from '../../src/record/metrics.ts';
import { aClaim } from '../builders/claims.ts';
import { aJournal, aRow, aSample, complete, completed, outOfMemory, rounds } from '../builders/journals.ts';
import { figuresOf, judge, live } from '../builders/judge.ts';

describe('a place on the front of time and memory', () => {
  const row = (label: string, wallTime: number, peakLive: number): Sample[] => [
    ...rounds(label, 'wallTime' satisfies MetricName, [wallTime, wallTime * 1.02]),
    ...live(label, peakLive, peakLive),
  ];
  const front = (among: readonly string[] | null = null): Judge => ({
    kind: 'paretoFront',
    of: 'chunk',
    among,
  });

  test('holds where every other is slower or larger', () => {
    const samples = [
      ...row('idle', 1, 1),
      ...row('chunk', 100, 100),
      ...row('naive', 50, 900),
      ...row('slow', 200, 20),
    ];
    expect(judge(front(), samples).verdict).toBe('holds');
  });

  test('fails where one is faster and leaner, which the figures show', () => {
    const judgement = judge(front(), [...row('chunk', 100, 100), ...row('lines', 60, 15)]);
    expect(judgement.verdict).toBe('fails');
    expect(figuresOf(judgement)).toContainEqual(['peak live of lines', 15]);
  });

  test('is asked of those named alone, if there are any', () => {
    const samples = [...row('chunk', 100, 100), ...row('lines', 60, 15), ...row('naive', 50, 900)];
    expect(judge(front(['naive']), samples).verdict).toBe('holds');
  });

  test('is undecided where one is leaner and not told apart in time', () => {
    const alike = [...rounds('lines', 'wallTime', [99, 105]), ...live('lines', 15, 15)];
    expect(judge(front(), [...row('chunk', 100, 100), ...alike])).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'unknown', why: 'lines is better in one figure and not told apart in the other' },
    });
  });

  test('is undecided where neither figure tells one apart', () => {
    const twin = [...rounds('twin', 'wallTime', [99, 105]), ...live('twin', 99, 101)];
    expect(judge(front(), [...row('chunk', 100, 100), ...twin])).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'unknown', why: 'twin is told apart in neither figure' },
    });
  });

  test('is not measurable where a rival that is named failed, or was not measured', () => {
    const died = aSample('naive', { outcome: outOfMemory });
    expect(
      judge(front(['naive', 'slow']), [...row('chunk', 1, 1), ...row('slow', 2, 2), died]),
    ).toMatchObject({
      verdict: 'not measurable',
      why: expect.stringContaining('naive has no figures: out-of-memory'),
    });
    expect(judge(front(['lines']), [...row('chunk', 1, 1), ...row('slow', 2, 2)])).toMatchObject({
      verdict: 'not measurable',
      why: 'lines was not measured in this run',
    });
  });

  test('is asked of strategies that processed exactly the workload', () => {
    const completeness = { ...complete, missed: 1, digestMatches: false };
    const losing = [
      aSample('paged', { purpose: 'timing', outcome: completed({ wallTime: 1 }, { completeness }) }),
      aSample('paged', { purpose: 'live', outcome: completed({ peakLive: 1 }, { completeness }) }),
    ];
    const samples = [...row('chunk', 100, 100), ...row('slow', 200, 20), ...losing];
    expect(judge(front(), samples).verdict).toBe('holds');
    expect(judge(front(['paged']), samples)).toMatchObject({
      why: 'paged did not process exactly the workload: it is no choice',
    });
  });

  test('is not measurable without a rival, or without one of the two figures', () => {
    expect(judge(front(), row('chunk', 1, 1))).toMatchObject({
      why: 'there is no other strategy with figures to hold it against',
    });
    expect(judge(front(), [...row('chunk', 1, 1), ...live('lines', 1)])).toMatchObject({
      verdict: 'not measurable',
      why: 'lines has no wall time in this run',
    });
  });

  test('is asked of strategies of the same runtime', () => {
    const samples = [...row('chunk', 100, 100), ...row('python', 60, 15)];
    const journal = aJournal(samples, {
      claims: [aClaim(front())],
      rows: [aRow('chunk'), aRow('python', { runtime: 'python' })],
    });
    expect(analyseJournal(journal, { pinnedNode: '26.10.0' }).claims[0]?.judgements[0]?.verdict).toBe(
      'not measurable',
    );
  });
});

describe('a failure', () => {
  const fails = (because: 'out-of-memory' | 'timeout' | null = null): Judge => ({
    kind: 'fails',
    of: 'cached',
    because,
  });
  const dying = [1, 2].map((round) => aSample('cached', { round, outcome: outOfMemory }));

  test('holds where all samples failed, for the reason that was named', () => {
    expect(judge(fails(), dying).verdict).toBe('holds');
    expect(judge(fails('out-of-memory'), dying).verdict).toBe('holds');
    expect(judge(fails('timeout'), dying).verdict).toBe('fails');
  });

  test('fails where none did, and is undecided where some did', () => {
    const alive = aSample('cached', { round: 3, outcome: completed({}) });
    expect(judge(fails(), [alive]).verdict).toBe('fails');
    expect(judge(fails(), [...dying, alive])).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'unknown' },
    });
  });

  test('of a program that is not installed is not measurable: it was not tried', () => {
    const failure = { kind: 'not-installed', message: 'there is no python3 on this machine' } as const;
    const absent = aSample('cached', { outcome: { status: 'failed', failure, completeness: null } });
    expect(judge(fails(), [absent])).toMatchObject({
      verdict: 'not measurable',
      why: 'cached could not be tried: there is no python3 on this machine',
    });
  });

  test('of a strategy without a sample is not measurable', () => {
    expect(judge(fails(), live('naive', 1))).toMatchObject({ why: 'cached was not measured in this run' });
  });
});
