import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { Judge } from '../../src/record/checks/claims.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import { aClaim, atLeast, atMost, between, perStatusAgainstNaive } from '../builders/claims.ts';
import {
  aJournal,
  aProgram,
  aRow,
  aSample,
  complete,
  completed,
  outOfMemory,
  rounds,
} from '../builders/journals.ts';
import { figuresOf, judge, live } from '../builders/judge.ts';

test('a claim keeps its words, its source and its expectation beside the verdict', () => {
  const journal = aJournal([...live('naive', 600), ...live('per-status', 599)], {
    claims: [aClaim(perStatusAgainstNaive(atMost(0.95)), { expect: 'fails', name: 'letter' })],
  });
  expect(analyseJournal(journal, { pinnedNode: '26.10.0' }).claims).toMatchObject([
    {
      id: '1',
      who: 'vkuznet',
      where: 'a comment of 2025-06-16',
      says: 'memory now is reused',
      judgements: [{ name: 'letter', runtime: 'node', expect: 'fails', verdict: 'fails' }],
    },
  ]);
});

describe('a ratio between two strategies', () => {
  const naive = live('naive', 600, 610, 590);

  test('holds when all rounds lie within the bound, with the figures that it rests on', () => {
    const judgement = judge(perStatusAgainstNaive(atMost(0.95)), [
      ...naive,
      ...live('per-status', 540, 549, 531),
    ]);
    expect(judgement.verdict).toBe('holds');
    expect(figuresOf(judgement)).toEqual([
      ['peak live of per-status', 540],
      ['peak live of naive', 600],
      ['median ratio', 0.9],
    ]);
  });

  test('fails when all rounds lie beyond it', () => {
    expect(
      judge(perStatusAgainstNaive(atMost(0.95)), [...naive, ...live('per-status', 600, 610, 590)]).verdict,
    ).toBe('fails');
  });

  test('is undecided when the rounds lie on both sides, and says that an interval takes six', () => {
    expect(
      judge(perStatusAgainstNaive(atMost(0.95)), [...naive, ...live('per-status', 540, 610, 590)]),
    ).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'at least', rounds: 6 },
    });
  });

  test('with an interval says about how many rounds would decide', () => {
    const base = live('naive', ...Array<number>(8).fill(100));
    const own = live('per-status', 90, 91, 92, 93, 93, 94, 95, 97);
    expect(judge(perStatusAgainstNaive(atMost(0.95)), [...base, ...own])).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'about', rounds: 32 },
      figures: [
        {},
        {},
        { name: 'median ratio', value: 0.93, spread: { kind: 'ci95', low: 0.9, high: 0.97 } },
      ],
    });
  });

  test('within two limits holds for no difference', () => {
    const same = live('per-status', 600, 610, 590);
    expect(judge(perStatusAgainstNaive(between(0.99, 1.01)), [...naive, ...same]).verdict).toBe('holds');
    expect(judge(perStatusAgainstNaive(between(0.9, 0.95)), [...naive, ...same]).verdict).toBe('fails');
  });

  test('drifts of the machine that meet both sides leave it alone', () => {
    const drifting = [...live('naive', 100, 200, 400), ...live('per-status', 50, 100, 200)];
    expect(judge(perStatusAgainstNaive(between(0.5, 0.5)), drifting).verdict).toBe('holds');
  });

  test.each<readonly [string, readonly Sample[], string]>([
    ['a strategy that was not measured', naive, 'per-status was not measured in this run'],
    [
      'a strategy that failed',
      [...naive, aSample('per-status', { outcome: outOfMemory })],
      'per-status has no figures: out-of-memory: Reached heap limit Allocation failed - JavaScript heap out of memory',
    ],
    [
      'a metric that was not read',
      [...naive, ...rounds('per-status', 'wallTime', [1, 2, 3])],
      'per-status has no peak live',
    ],
    [
      'a metric that could not be had',
      [
        ...naive,
        aSample('per-status', {
          purpose: 'live',
          outcome: completed({}, { unavailable: { peakLive: 'no tight schedule here' } }),
        }),
      ],
      'per-status has no peak live: no tight schedule here',
    ],
    [
      'rounds that are not the same',
      [
        aSample('naive', { purpose: 'live', round: 2, outcome: completed({ peakLive: 1 }) }),
        ...live('per-status', 1),
      ],
      'no round measured both per-status and naive',
    ],
    [
      'a ratio to nothing',
      [...live('naive', 0), ...live('per-status', 1)],
      'peak live of naive is 0: there is no ratio to nothing',
    ],
  ])('is not measurable for %s', (_, samples, why) => {
    const judgement = judge(perStatusAgainstNaive(atMost(0.95)), samples);
    expect(judgement).toMatchObject({ verdict: 'not measurable', why: expect.stringContaining(why) });
  });
});

describe('a figure by itself', () => {
  const names = (bound: Parameters<typeof perStatusAgainstNaive>[0], aboveIdle = false): Judge => ({
    kind: 'value',
    quantity: 'peakLive',
    of: 'names',
    aboveIdle,
    bound,
  });

  test('is held against its bound', () => {
    expect(judge(names(atMost(1000)), live('names', 900, 950)).verdict).toBe('holds');
    expect(judge(names(atMost(1000)), live('names', 5_685_000, 5_700_000)).verdict).toBe('fails');
    expect(judge(names(atMost(1000)), live('names', 900, 1100)).verdict).toBe('undecided');
  });

  test('above idle is what it has beyond idle in the same round', () => {
    const samples = [...live('idle', 100, 200), ...live('names', 150, 250)];
    const judgement = judge(names(between(50, 50), true), samples);
    expect(judgement.verdict).toBe('holds');
    expect(figuresOf(judgement)).toEqual([
      ['peak live of names', 200],
      ['above idle', 50],
    ]);
  });

  test('of a program is above idle of its own runtime', () => {
    const journal = aJournal(
      [...live('idle', 100), ...live('python idle', 20), ...live('python names', 70)],
      {
        claims: [aClaim({ ...names(between(50, 50), true), of: 'python names' } as Judge)],
        rows: [aRow('idle'), aProgram('python idle', {}, { yields: 'nothing' }), aProgram('python names')],
      },
    );
    const [judgement] = analyseJournal(journal, { pinnedNode: '26.10.0' }).claims[0]?.judgements ?? [];
    expect(judgement?.verdict).toBe('holds');
  });

  test('above an idle row that was not measured is not measurable', () => {
    expect(judge(names(atMost(1), true), live('names', 1))).toMatchObject({
      verdict: 'not measurable',
      why: 'idle has no peak live in the same rounds, so nothing can be subtracted',
    });
  });

  test('of what the services counted takes one reading a round, whatever the purposes', () => {
    const samples = (['heap', 'timing'] as const).map((purpose) =>
      aSample('names', { purpose, outcome: completed({ requests: 103 }) }),
    );
    const requests: Judge = {
      kind: 'value',
      quantity: 'requests',
      of: 'names',
      aboveIdle: false,
      bound: atLeast(100),
    };
    expect(judge(requests, samples)).toMatchObject({
      verdict: 'holds',
      figures: [{ value: 103, spread: { readings: 1 } }],
    });
  });
});

describe('a loss', () => {
  const missed = {
    kind: 'value',
    quantity: 'missed',
    of: 'paged',
    aboveIdle: false,
    bound: atLeast(1),
  } as const satisfies Judge;
  const incomplete = { ...complete, processed: 9550, missed: 5, digestMatches: false };

  test('is counted in samples that failed for it', () => {
    const failure = { kind: 'incomplete', message: 'it did not process exactly the workload' } as const;
    const samples = [aSample('paged', { outcome: { status: 'failed', failure, completeness: incomplete } })];
    const judgement = judge(missed, samples);
    expect(judgement.verdict).toBe('holds');
    expect(figuresOf(judgement)).toEqual([['workflows missed by paged', 5]]);
  });

  test('is counted in samples that completed, and a pilot does not count', () => {
    const samples = [
      aSample('paged', { outcome: completed({}) }),
      aSample('paged', { purpose: 'pilot', round: 0, outcome: completed({}, { completeness: incomplete }) }),
    ];
    expect(judge(missed, samples).verdict).toBe('fails');
  });

  test('in one sample of many is not left out as an interval of the median would', () => {
    const samples = Array.from({ length: 12 }, (_, i) =>
      aSample('paged', { round: i + 1, outcome: completed({}, i === 7 ? { completeness: incomplete } : {}) }),
    );
    expect(judge({ ...missed, bound: atMost(0) }, samples)).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'unknown' },
    });
  });

  test('of a strategy that ended before anything could be counted is not measurable', () => {
    expect(judge(missed, [aSample('paged', { outcome: outOfMemory })])).toMatchObject({
      verdict: 'not measurable',
      why: 'paged has no count of missed in this run',
    });
  });
});

test('what cannot be measured says why', () => {
  expect(judge({ kind: 'notMeasurable', why: 'who asked is in the logs' }, live('naive', 1))).toMatchObject({
    verdict: 'not measurable',
    why: 'who asked is in the logs',
  });
});

test('a claim about a named measurement is judged by its samples', () => {
  const judgement = judge(perStatusAgainstNaive(atMost(0.95)), live('naive', 1), {
    measurement: 'balanced',
    measurements: { balanced: aJournal([...live('naive', 600), ...live('per-status', 200)]) },
  });
  expect(judgement).toMatchObject({ verdict: 'holds', measurement: 'balanced' });
  expect(
    judge(perStatusAgainstNaive(atMost(0.95)), live('naive', 1), { measurement: 'balanced' }),
  ).toMatchObject({
    why: 'the measurement "balanced" was not taken in this run',
  });
});

test('a bound and its opposite are never both confirmed, and a wider bound never refuted where a narrower holds', () => {
  const reading = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(reading, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, limit) => {
      const samples = [...live('naive', ...values.map(() => 100)), ...live('per-status', ...values)];
      const verdict = (bound: Parameters<typeof perStatusAgainstNaive>[0]) =>
        judge(perStatusAgainstNaive(bound), samples).verdict;
      const [below, above] = [verdict(atMost(limit)), verdict(atLeast(limit + 1e-9))];
      expect([below, above]).not.toEqual(['holds', 'holds']);
      if (below === 'holds') expect(verdict(atMost(limit * 2))).toBe('holds');
    }),
    { numRuns: 50 },
  );
});
