import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/analyse-journal.ts';
import type { Judge, Judgement, Reading } from '../../src/record/claims.ts';
import type { Journal, WorkloadSummary } from '../../src/record/journal.ts';
import type { MetricName } from '../../src/record/metrics.ts';
import type { Sample } from '../../src/record/sample.ts';
import { aClaim, atLeast, atMost, between, perStatusAgainstNaive } from '../builders/claims.ts';
import {
  aJournal,
  aSample,
  aVariant,
  complete,
  completed,
  outOfMemory,
  rounds,
} from '../builders/journals.ts';

/** The one judgement of a claim over a run of these samples. */
const judge = (
  about: Judge,
  samples: readonly Sample[],
  { measurements = {}, ...changes }: Partial<Reading> & { measurements?: Record<string, Journal> } = {},
): Judgement => {
  const journal = aJournal(samples, { claims: [aClaim(about, changes)] });
  const run = analyseJournal(journal, {
    pinnedNode: '26.10.0',
    measurements: new Map(Object.entries(measurements)),
  });
  const [judgement] = run.claims[0]?.judgements ?? [];
  if (judgement === undefined) throw new Error('expected a judgement');
  return judgement;
};

const figuresOf = (judgement: Judgement) =>
  'figures' in judgement ? judgement.figures.map(({ name, value }) => [name, value]) : judgement.why;

const live = (label: string, ...values: readonly number[]): Sample[] => rounds(label, 'peakLive', values);

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
  const names = (bound: Parameters<typeof perStatusAgainstNaive>[0], aboveFloor = false): Judge => ({
    kind: 'value',
    quantity: 'peakLive',
    of: 'names',
    aboveFloor,
    bound,
  });

  test('is held against its bound', () => {
    expect(judge(names(atMost(1000)), live('names', 900, 950)).verdict).toBe('holds');
    expect(judge(names(atMost(1000)), live('names', 5_685_000, 5_700_000)).verdict).toBe('fails');
    expect(judge(names(atMost(1000)), live('names', 900, 1100)).verdict).toBe('undecided');
  });

  test('above the floor is what it has beyond idle in the same round', () => {
    const samples = [...live('idle', 100, 200), ...live('names', 150, 250)];
    const judgement = judge(names(between(50, 50), true), samples);
    expect(judgement.verdict).toBe('holds');
    expect(figuresOf(judgement)).toEqual([
      ['peak live of names', 200],
      ['above idle', 50],
    ]);
  });

  test('above a floor that was not measured is not measurable', () => {
    expect(judge(names(atMost(1), true), live('names', 1))).toMatchObject({
      verdict: 'not measurable',
      why: 'idle has no peak live in the same rounds: there is no floor',
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
      aboveFloor: false,
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
    aboveFloor: false,
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

describe('growth over measurements', () => {
  const growth = (bound = atMost(1.1)): Judge => ({
    kind: 'growth',
    metric: 'peakLive',
    of: 'naive',
    against: 'workflows',
    over: ['tenth', 'half', null],
    bound,
  });
  const sized = (workflows: number, value: number): Journal => {
    const { header, samples } = aJournal([
      ...live('idle', 100, 100),
      ...live('naive', 100 + value, 100 + value),
    ]);
    const workload: WorkloadSummary = { ...header.workload, workflows };
    return { header: { ...header, workload }, samples };
  };
  /** The builder's own workload has 9,555 workflows. */
  const judgeGrowth = (power: number, bound = atMost(1.1)): Judgement =>
    judge(growth(bound), sized(9555, 9555 ** power).samples, {
      measurements: { tenth: sized(955, 955 ** power), half: sized(4777, 4777 ** power) },
    });

  test('in proportion has the exponent 1, whatever the floor', () => {
    const judgement = judgeGrowth(1);
    expect(judgement.verdict).toBe('holds');
    expect(judgement).toMatchObject({
      figures: [
        { name: 'above idle at workflows 955', value: 955 },
        { name: 'above idle at workflows 4777', value: 4777 },
        { name: 'above idle at workflows 9555', value: 9555 },
        { name: 'exponent', value: expect.closeTo(1, 6), spread: { readings: 6 } },
      ],
    });
  });

  test('by the square fails a bound of about 1', () => {
    expect(judgeGrowth(2).verdict).toBe('fails');
    expect(judgeGrowth(2, atLeast(1.9)).verdict).toBe('holds');
  });

  test('that is no one power is undecided, and more rounds are not what is missing', () => {
    const bent = { tenth: sized(955, 955), half: sized(4777, 4777) };
    expect(judge(growth(), sized(9555, 9555 ** 1.5).samples, { measurements: bent })).toMatchObject({
      verdict: 'undecided',
      rounds: { kind: 'unknown', why: expect.stringContaining('more sizes') },
    });
  });

  test('is not measurable where a measurement was not taken, or does not differ in size', () => {
    expect(
      judge(growth(), sized(9555, 9555).samples, { measurements: { tenth: sized(955, 955) } }),
    ).toMatchObject({
      why: 'the measurement "half" was not taken in this run',
    });
    const same = { tenth: sized(9555, 9555), half: sized(9555, 9555) };
    expect(judge(growth(), sized(9555, 9555).samples, { measurements: same })).toMatchObject({
      verdict: 'not measurable',
      why: 'workflows is the same in all measurements',
    });
  });

  test('is not measurable where nothing is above the floor, or a size is 0', () => {
    const flat = { tenth: sized(955, 0), half: sized(4777, 4777) };
    expect(judge(growth(), sized(9555, 9555).samples, { measurements: flat })).toMatchObject({
      why: 'peak live of naive is not above idle at workflows 955',
    });
    const none = { tenth: sized(0, 955), half: sized(4777, 4777) };
    expect(judge(growth(), sized(9555, 9555).samples, { measurements: none })).toMatchObject({
      why: 'workflows is 0: growth is told of sizes above 0',
    });
  });
});

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

  test('is shared by two that nothing tells apart', () => {
    const twin = [...rounds('twin', 'wallTime', [99, 105]), ...live('twin', 99, 101)];
    expect(judge(front(), [...row('chunk', 100, 100), ...twin]).verdict).toBe('holds');
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
      variants: [aVariant('chunk'), aVariant('python', { runtime: 'python' })],
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

  test('of a strategy without a sample is not measurable', () => {
    expect(judge(fails(), live('naive', 1))).toMatchObject({ why: 'cached was not measured in this run' });
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
