import { describe, expect, test } from 'vitest';
import { neededByClaims } from '../../src/scenario/checks/claim-needs.ts';
import { withWorkload } from '../builders/reqmgr2.ts';
import { complaintAbout, loadText } from './scenario-folder.ts';

const scenario = (measurements: readonly string[], ...claims: readonly string[]): string =>
  [
    'name: known',
    'description: the whole',
    'workload: small',
    'samples: 2',
    'scale: 0.5',
    'metrics: [wallTime]',
    'reference: naive',
    'strategies: [naive, per-status]',
    ...(measurements.length === 0 ? [] : ['measurements:', ...measurements.map((line) => `  ${line}`)]),
    ...(claims.length === 0 ? [] : ['claims:']),
    ...claims.map((rest, i) => `  - { id: ${i}, who: me, where: here, says: words, ${rest} }`),
  ].join('\n');

test('a scenario without measurements has its own alone', () => {
  expect(loadText(scenario([])).measurements).toEqual([]);
});

describe('a named measurement', () => {
  test('has what the scenario says, but for what it says itself', () => {
    const [balanced] = loadText(scenario(['balanced: { workload: balanced, samples: 1 }'])).measurements;
    expect(balanced).toMatchObject({
      measurement: 'balanced',
      name: 'known/balanced',
      description: null,
      samples: 1,
      scale: 0.5,
      metrics: ['wallTime'],
      reference: 'naive',
      claims: [],
    });
    expect(balanced && withWorkload(balanced).workload.name).toBe('balanced');
  });

  test('with strategies of its own is not bound to the reference of the others', () => {
    const [one] = loadText(scenario(['one: { strategies: [name-then-chunk] }'])).measurements;
    expect(one?.rows.map(({ label }) => label)).toEqual(['idle', 'name-then-chunk']);
    expect(one?.reference).toBe('name-then-chunk');
  });

  test('has no budgets but its own: those of the scenario are about another workload and other rows', () => {
    const text = scenario([
      'one: { strategies: [name-then-chunk] }',
      'two: { budgets: [{ strategy: naive, requests: 9 }] }',
    ]).replace('samples: 2', 'budgets: [{ strategy: per-status, requests: 5 }]');
    const { budgets, measurements } = loadText(text);
    expect(budgets).toEqual([{ label: 'per-status', metric: 'requests', limit: 5 }]);
    expect(measurements.map((one) => one.budgets)).toEqual([
      [],
      [{ label: 'naive', metric: 'requests', limit: 9 }],
    ]);
  });

  test('keeps its proportion when the command line sets a scale', () => {
    const text = scenario(['fifth: { scale: 0.1 }']);
    const scaled = loadText(text, { scale: '0.25', samples: '7', seed: '3' });
    expect(scaled.scale).toBe(0.25);
    expect(scaled.measurements[0]).toMatchObject({ scale: 0.05, samples: 7, seed: 3 });
  });

  test('is taken if it has a strategy that the command line asks for', () => {
    const text = scenario(['one: { strategies: [name-then-chunk] }', 'two: {}']);
    const asked = loadText(text, { strategies: ['per-status'] });
    expect(asked.measurements.map(({ measurement }) => measurement)).toEqual(['two']);
    expect(asked.measurements[0]?.rows.map(({ label }) => label)).toEqual(['idle', 'per-status']);
  });

  test.each<readonly [string, readonly string[], string]>([
    [
      'an unknown key',
      ['a: { sampels: 1 }'],
      'scenario.yaml:10:8: unknown key "sampels"\n  Did you mean "samples"?',
    ],
    ['claims of its own', ['a: { claims: [] }'], 'unknown key "claims"'],
    [
      'a bad value',
      ['a: { samples: 0 }'],
      'scenario.yaml:10:17: expected a whole number from 1 to 1000; found 0',
    ],
    [
      'an unknown workload',
      ['a: { workload: smal }'],
      'scenario.yaml:10:18: unknown workload "smal"\n  Did you mean "small"?',
    ],
    ['an unknown strategy', ['a: { strategies: [naiv] }'], 'scenario.yaml:10:21: unknown strategy "naiv"'],
    [
      'a workload that does not have the statuses of the scenario',
      ['a: { statuses: [staged] }'],
      'scenario.yaml:10:18: the workload "small" has no workflow in staged',
    ],
    [
      'a name that no folder may have',
      ['a/b: { samples: 1 }'],
      'a name of letters, digits, dashes and underscores',
    ],
    ['the name of the scenario itself', ['own: { samples: 1 }'], 'other than own'],
    ['nothing under the name', ['a:'], 'expected a mapping with description, workload'],
  ])('is refused with its place for %s', (_, measurements, complaint) => {
    expect(complaintAbout(scenario(measurements))).toContain(complaint);
  });

  test('that does not fit what the scenario says is told at its name', () => {
    const text = 'name: known\nworkload: small\nstatuses: [staged, rejected]\nstrategies: [naive]\n';
    expect(complaintAbout(`${text}measurements:\n  odd: { statuses: [staging] }`)).toContain(
      'scenario.yaml:6:20',
    );
    expect(
      complaintAbout(`${text.replace('rejected', 'new')}measurements:\n  odd: { workload: balanced }`),
    ).toContain('scenario.yaml:6:3: the workload "balanced" has no workflow in staged, new');
  });
});

describe('what claims need', () => {
  const judge = (text: string, place = ''): string => `${place}judge: { ${text} }`;
  const measurements = [
    'one: { strategies: [naive, per-status, name-then-chunk] }',
    'two: { scale: 0.1 }',
    'three: { scale: 0.2 }',
  ];

  test('is read in a run too, beside the metrics of the scenario', () => {
    const text = scenario([], judge('compare: peakLive, of: per-status, to: naive, atMost: 1'));
    expect(loadText(text).metrics).toEqual(['wallTime', 'peakLive']);
    expect(loadText(text, { metrics: ['cpuTime'] }).metrics).toEqual(['cpuTime']);
  });

  const neededFor = (...claims: readonly string[]) => {
    const scenarioText = scenario(measurements, ...claims);
    const { rows, metrics, measurements: named } = neededByClaims(loadText(scenarioText));
    const labels = (given: typeof rows) => given.map(({ label }) => label);
    return {
      own: [labels(rows), metrics],
      named: Object.fromEntries(named.map((one) => [one.measurement, [labels(one.rows), one.metrics]])),
    };
  };

  test('is its strategies and idle, its metric, and its measurement', () => {
    expect(
      neededFor(judge('value: requests, of: per-status, atMost: 1'), judge('fails: naive', 'in: one, ')),
    ).toEqual({
      own: [['idle', 'per-status'], ['requests']],
      named: { one: [['idle', 'naive'], []] },
    });
  });

  test('is no budget of a row that no claim is about', () => {
    const budgets = 'budgets: [{ strategy: naive, requests: 9 }, { strategy: per-status, requests: 5 }]';
    const text = scenario([], judge('value: requests, of: per-status, atMost: 1'));
    const { budgets: kept } = neededByClaims(loadText(text.replace('samples: 2', budgets)));
    expect(kept).toEqual([{ label: 'per-status', metric: 'requests', limit: 5 }]);
  });

  test('is all measurements of a growth, and all strategies of a front', () => {
    const growth =
      'growth: peakHeap, of: naive, against: workflows, over: [own, two, three], exponent: { atMost: 1 }';
    expect(neededFor(judge(growth), judge('paretoFront: naive', 'in: one, '))).toEqual({
      own: [['idle', 'naive'], ['peakHeap']],
      named: {
        one: [
          ['idle', 'naive', 'per-status', 'name-then-chunk'],
          ['peakLive', 'wallTime'],
        ],
        two: [['idle', 'naive'], ['peakHeap']],
        three: [['idle', 'naive'], ['peakHeap']],
      },
    });
  });

  test('is nothing of the scenario itself where no claim is about it', () => {
    expect(
      neededFor(judge('notMeasurable: because'), judge('value: missed, of: naive, atMost: 0', 'in: two, ')),
    ).toEqual({
      own: [[], []],
      named: { two: [['idle', 'naive'], []] },
    });
  });
});
