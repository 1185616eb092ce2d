import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal, sideOfRun } from '../../src/analysis/changes/sides.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { Change, Changes, MetricBound, Side } from '../../src/record/checks/changes.ts';
import type { SideEnvironment } from '../../src/record/checks/sides.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import type { MetricName } from '../../src/record/metrics.ts';
import { aJournal, aSample, outOfMemory, productionJournal, rounds } from '../builders/journals.ts';

const words = { before: 'the baseline', after: 'this run', remedy: 'Renew the baseline.' };

const sideWith = (metric: MetricName, values: Readonly<Record<string, readonly number[]>>): Side =>
  sideOfJournal(aJournal(Object.entries(values).flatMap(([label, own]) => rounds(label, metric, own))));

const on = (side: Side, environment: Partial<SideEnvironment>): Side => ({
  ...side,
  environment: { ...side.environment, ...environment },
});

const compare = (before: Side, after: Side, ...bounds: readonly MetricBound[]): Changes =>
  changesBetween(before, after, bounds, words);

const around = (middle: number): number[] =>
  [0.998, 0.999, 1, 1, 1.001, 1.002].map((factor) => factor * middle);

const changeOf = (
  metric: MetricName,
  share: number,
  before: readonly number[],
  after: readonly number[],
): Change => {
  const { changes } = compare(sideWith(metric, { naive: before }), sideWith(metric, { naive: after }), {
    metric,
    share,
  });
  if (changes[0] === undefined || changes.length > 1) throw new Error('expected one change');
  return changes[0];
};

describe('a change between two runs', () => {
  test('is a regression beyond the bound and outside noise, downwards an improvement', () => {
    expect(changeOf('peakLive', 0.02, around(100e6), around(103e6))).toMatchObject({
      label: 'naive',
      verdict: 'regression',
      before: 100e6,
      after: 103e6,
      shift: { of: 'ratio', value: expect.closeTo(1.03, 3) },
      readings: [6, 6],
    });
    expect(changeOf('peakLive', 0.02, around(103e6), around(100e6)).verdict).toBe('improvement');
  });

  test('is none within the bound, however surely it is there', () => {
    expect(changeOf('peakLive', 0.05, around(100e6), around(103e6)).verdict).toBe('no change');
  });

  const wide = [60e6, 80e6, 100e6, 110e6, 140e6, 170e6];

  test.each([
    ['beyond the bound', wide.map((value) => 1.1 * value)],
    ['within the bound', wide.map((value) => 0.96 * value)],
  ])('is not resolved where noise reaches over the bound, also with a ratio %s', (_, after) => {
    expect(changeOf('peakLive', 0.02, around(100e6), after).verdict).toBe('not resolved');
  });

  test('is no regression where noise reaches below the bound only', () => {
    const lower = [60e6, 80e6, 99e6, 99e6, 100e6, 100e6];
    expect(changeOf('peakLive', 0.02, around(100e6), lower).verdict).toBe('no regression');
  });

  test('is not judged with fewer than six readings on a side: both medians are there, and the reason', () => {
    expect(changeOf('peakLive', 0.02, around(100e6), [200e6, 200e6])).toMatchObject({
      verdict: 'not judged',
      cause: 'few readings',
      why: 'needs 6 samples a side, has 6 and 2: use --samples 6',
      before: 100e6,
      after: 200e6,
      shift: { of: 'ratio', value: expect.closeTo(2, 1), ci95: null },
    });
  });

  test('is not judged for times below 100 ms on both sides', () => {
    expect(changeOf('wallTime', 0.25, around(20), around(60))).toMatchObject({ verdict: 'not judged' });
    expect(changeOf('wallTime', 0.25, around(60), around(120)).verdict).toBe('regression');
  });

  test.each([
    [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], 'no change'],
    [[0, 0, 0, 0, 0, 0], [7, 7, 7, 7, 7, 7], 'regression'],
    [[0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 7], 'not resolved'],
    [[7, 7, 7, 7, 7, 7], [0, 0, 0, 0, 0, 0], 'improvement'],
    [[0, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], 'not resolved'],
  ])('is judged by the difference where there was nothing before: %j to %j, %s', (before, after, verdict) => {
    expect(changeOf('retries', 0, before, after).verdict).toBe(verdict);
  });

  test('counts two readings of a round once', () => {
    const twice = ['heap', 'timing'] as const;
    const samples = around(1).flatMap((_, i) =>
      twice.map((purpose) => ({ ...rounds('naive', 'requests', [5])[0], purpose, round: i + 1 })),
    ) as ReturnType<typeof rounds>;
    const [result] = sideOfJournal(aJournal(samples)).results;
    expect(result).toMatchObject({ readings: { requests: [5, 5, 5, 5, 5, 5] } });
  });
});

describe('a strategy that only one side can show', () => {
  const bound = { metric: 'peakLive', share: 0.02 } as const;
  const both = { naive: around(1e6), chunk: around(1e6) };

  test('is there, with what is missing where', () => {
    const one = sideWith('peakLive', { naive: around(1e6) });
    const { changes } = compare(one, sideWith('peakLive', both), bound);
    expect(changes).toMatchObject([
      { label: 'naive', verdict: 'no change' },
      { label: 'chunk', verdict: 'new', why: 'the baseline has no such row', after: 1e6 },
    ]);
    expect(compare(sideWith('peakLive', both), one, bound).changes[1]).toMatchObject({
      why: 'this run has no such row',
    });
  });

  test('has the reason why it failed', () => {
    const failed = sideOfJournal(
      aJournal([...rounds('naive', 'peakLive', around(1e6)), aSample('chunk', { outcome: outOfMemory })]),
    );
    expect(compare(sideWith('peakLive', both), failed, bound).changes[1]).toMatchObject({
      why: expect.stringMatching(/^failed in this run: out-of-memory: Reached heap limit/),
    });
  });

  test('says which figure the baseline lacks', () => {
    const { changes } = compare(sideWith('peakHeap', both), sideWith('peakLive', both), bound);
    expect(changes[0]).toMatchObject({ why: 'the baseline has no peak live' });
  });
});

describe('runs that may not be compared are refused: the condition, both values, what to do', () => {
  const side = sideWith('peakLive', { naive: around(1e6) });
  const refusal = (before: Side): string => {
    try {
      compare(before, side);
    } catch (error) {
      if (error instanceof UserError) return error.report;
    }
    throw new Error('expected a UserError');
  };

  test.each([
    ['another major version of Node: v24.1.0, this run v26.10.0', on(side, { node: 'v24.1.0' })],
    ['another revision of the instrument: 1, this run 2', on(side, { instrument: 1 })],
    ['another architecture: arm64, this run x64', on(side, { arch: 'arm64' })],
    ['another workload: 1 items of digest 1:ab', { ...side, workload: { items: 1, digest: '1:ab' } }],
  ])('%s', (message, before) => {
    expect(refusal(before)).toContain(`the baseline was measured with ${message}`);
    expect(refusal(before)).toContain('\n  Renew the baseline.');
  });

  test('other flags of V8, where both sides tell them', () => {
    const other = rounds('naive', 'peakLive', around(1e6)).map((sample) => ({
      ...sample,
      conditions: { ...sample.conditions, flags: ['--gc-global', '--other'] },
    }));
    expect(refusal(sideOfJournal(aJournal(other)))).toContain(
      'other flags of V8 (naive, live samples): --gc-global --other, this run --gc-global',
    );
    const untold = sideOfRun(analyseJournal(aJournal(other), { pinnedNode: '26.10.0' }));
    expect(compare(untold, side, { metric: 'peakLive', share: 0.02 }).changes[0]?.verdict).toBe('no change');
  });

  test('another minor version of Node is told, and compared', () => {
    expect(compare(on(side, { node: 'v26.11.0' }), side).warnings).toMatchObject([
      { kind: 'other-node', message: 'measured with node v26.11.0 before, and v26.10.0 after' },
    ]);
  });
});

describe('a baseline of another machine', () => {
  test.each([{ cpu: 'Other CPU' }, { cores: 64 }, { kernel: '7.0.0' }])(
    '(%o) is compared by what needs no like machine, and says what is left out',
    (environment) => {
      const side = sideOfJournal(productionJournal(6));
      const bounds = (['peakLive', 'requests', 'peakHeap', 'peakRss', 'wallTime'] as const).map((metric) => ({
        metric,
        share: 0.1,
      }));
      const { changes, warnings } = compare(on(side, environment), side, ...bounds);
      const judged = changes.filter(({ verdict }) => verdict !== 'not judged').map(({ metric }) => metric);
      expect([...new Set(judged)]).toEqual(['peakLive', 'requests']);
      expect(changes.find(({ metric }) => metric === 'peakRss')).toMatchObject({
        why: 'measured on another machine',
      });
      expect(warnings).toMatchObject([
        { kind: 'other-machine', message: expect.stringMatching(/not judged: peakHeap, peakRss, wallTime/) },
      ]);
    },
  );
});

describe('limits on a process belong to its machine', () => {
  const limits = { heap: 4_395_630_592, memory: null, addressSpace: null, data: null };
  const small = { ...limits, heap: 281_018_368, memory: 512 * 2 ** 20 };
  const bound = (metric: MetricName): MetricBound => ({ metric, share: 0.02 });
  const changed = (was: Partial<SideEnvironment>, is: Partial<SideEnvironment>): Changes => {
    const side = sideOfJournal(productionJournal(6));
    return compare(on(side, was), on(side, is), bound('peakHeap'), bound('peakLive'));
  };
  const verdictsOf = ({ changes }: Changes, metric: MetricName) =>
    new Set(changes.filter((one) => one.metric === metric).map(({ verdict }) => verdict));

  test.each<[string, Partial<SideEnvironment>, Partial<SideEnvironment>, string]>([
    ['a container of 512 MiB', { limits }, { limits: small }, "limit of V8's heap 4192 MiB and 268 MiB"],
    [
      'a container, against a baseline that tells no limits',
      {},
      { limits: small },
      'limit of memory none and 512 MiB',
    ],
    [
      'ulimit -v',
      { limits },
      { limits: { ...limits, addressSpace: 8 * 2 ** 30 } },
      'limit of the address space none and 8 GiB',
    ],
    [
      'an allocator of another tuning',
      { kept: {} },
      { kept: { MALLOC_ARENA_MAX: '1' } },
      'MALLOC_ARENA_MAX not set and 1',
    ],
  ])('%s: peak heap is not judged, peak live is', (_, was, is, difference) => {
    const compared = changed(was, is);
    expect(verdictsOf(compared, 'peakHeap')).toEqual(new Set(['not judged']));
    expect(verdictsOf(compared, 'peakLive')).toEqual(new Set(['no change']));
    expect(compared.warnings[0]).toMatchObject({ kind: 'other-machine' });
    expect(compared.warnings[0]?.message).toContain(difference);
  });

  test('that agree, or differ by some pages of the machine, or are not known to be in force, make no difference', () => {
    for (const [was, is] of [
      [{ limits }, { limits }],
      [{ limits }, { limits: { ...limits, heap: limits.heap - 2 ** 20 } }],
      [{}, { limits }],
      [{}, { kept: { GOGC: '50' } }],
    ] as const) {
      expect(verdictsOf(changed(was, is), 'peakHeap')).toEqual(new Set(['no change']));
    }
  });
});

test('runs of other services, seeds, workloads or parameters are compared, and what differs is told', () => {
  const other = productionJournal(1, {
    scenario: {
      seed: 2,
      services: { ...promptServices, gzip: true, churn: { change: 1, appear: 0, vanish: 0 } },
    },
  });
  const { header } = other;
  const after: Journal = {
    ...other,
    header: {
      ...header,
      rows: header.rows.map((row) => (row.label === 'naive' ? { ...row, params: { chunk: 7 } } : row)),
    },
  };
  const before = productionJournal(1);
  const told = (was: Side, is: Side) =>
    compare(was, is)
      .warnings.filter(({ kind }) => kind === 'other-facts')
      .map(({ message }) => message);
  const expected = [
    'the two sides did not measure the same: seed 1 -> 2; services.gzip false -> true; ' +
      'services.churn none -> {"change":1,"appear":0,"vanish":0}; params.chunk of "naive" not set -> 7',
  ];
  expect(told(sideOfJournal(before), sideOfJournal(after))).toEqual(expected);
  const [was, is] = [before, after].map((one) => sideOfRun(analyseJournal(one, { pinnedNode: '26.10.0' })));
  expect(was && is && told(was, is)).toEqual(expected);
  expect(told(sideOfJournal(before), sideOfRun(analyseJournal(before, { pinnedNode: '26.10.0' })))).toEqual(
    [],
  );
});
