import { describe, expect, test } from 'vitest';
import { complaintAbout, loadText } from './scenario-folder.ts';

const scenario = (claim: readonly string[], more: readonly string[] = []): string =>
  [
    'name: known',
    'workload: small',
    'strategies: [naive, per-status]',
    ...more,
    'claims:',
    '  - id: 1',
    '    who: vkuznet',
    '    where: a comment',
    '    says: memory now is reused',
    ...claim.map((line) => `    ${line}`),
  ].join('\n');

const judged = (judge: string, more: readonly string[] = []): string => scenario([`judge: ${judge}`], more);
const judgeOf = (judge: string, more: readonly string[] = []) =>
  loadText(judged(judge, more)).claims[0]?.readings[0]?.judge;

const sizes = ['measurements:', '  a: { scale: 0.1 }', '  b: { scale: 0.5 }'];

describe('a claim', () => {
  test('has an id, who said it, where, the words, and a judge that expects it to hold', () => {
    expect(loadText(judged('{ compare: peakLive, of: per-status, to: naive, atMost: 0.95 }')).claims).toEqual(
      [
        {
          id: '1',
          who: 'vkuznet',
          where: 'a comment',
          says: 'memory now is reused',
          readings: [
            {
              name: null,
              runtime: 'node',
              measurement: null,
              expect: 'holds',
              judge: {
                kind: 'compare',
                metric: 'peakLive',
                of: 'per-status',
                to: 'naive',
                bound: { kind: 'atMost', limit: 0.95 },
              },
            },
          ],
        },
      ],
    );
  });

  test('may be read in several ways, each with its own measurement and expectation', () => {
    const text = scenario(
      [
        'readings:',
        '  - { reading: letter, expect: fails, judge: { fails: naive } }',
        '  - { reading: sense, in: a, judge: { paretoFront: naive } }',
      ],
      sizes,
    );
    expect(loadText(text).claims[0]?.readings).toMatchObject([
      { name: 'letter', measurement: null, expect: 'fails' },
      { name: 'sense', measurement: 'a', expect: 'holds' },
    ]);
  });

  test.each([
    [
      '{ value: peakLive, of: naive, atMost: 1.5 kB }',
      { aboveIdle: false, bound: { kind: 'atMost', limit: 1500 } },
    ],
    [
      '{ value: wallTime, of: naive, between: [900 ms, 2 s] }',
      { bound: { kind: 'between', limits: [900, 2000] } },
    ],
    ['{ value: missed, of: naive, aboveIdle: true, atLeast: 1 }', { quantity: 'missed', aboveIdle: true }],
    ['{ paretoFront: naive, among: [per-status] }', { kind: 'paretoFront', among: ['per-status'] }],
    ['{ fails: naive, because: out-of-memory }', { kind: 'fails', because: 'out-of-memory' }],
    ['{ notMeasurable: it is in the logs }', { kind: 'notMeasurable', why: 'it is in the logs' }],
  ])('may be judged by %s', (judge, expected) => {
    expect(judgeOf(judge)).toMatchObject(expected);
  });

  test('may be about growth over measurements, of which own is the scenario', () => {
    const judge =
      '{ growth: peakLive, of: naive, against: items, over: [a, b, own], exponent: { atMost: 1.1 } }';
    expect(judgeOf(judge, sizes)).toMatchObject({ kind: 'growth', against: 'items', over: ['a', 'b', null] });
    expect(loadText(judged(judge, sizes)).oldNames).toEqual([]);
  });

  test('may name what grows as it was called once, which is told', () => {
    const judge =
      '{ growth: peakLive, of: naive, against: workflows, over: [a, b, own], exponent: { atMost: 1.1 } }';
    expect(judgeOf(judge, sizes)).toMatchObject({ kind: 'growth', against: 'items' });
    expect(loadText(judged(judge, sizes)).oldNames).toEqual([
      { was: 'against: workflows', is: 'against: items' },
    ]);
  });

  test('may subtract the idle row by the name that it had once, which is told', () => {
    const judge = '{ value: peakLive, of: naive, aboveFloor: true, atMost: 1 kB }';
    expect(judgeOf(judge)).toMatchObject({ kind: 'value', aboveIdle: true });
    expect(loadText(judged(judge)).oldNames).toEqual([{ was: 'aboveFloor', is: 'aboveIdle' }]);
  });

  test('with a label for each runtime is judged in each', () => {
    const text = judged('{ compare: peakLive, of: { node: per-status }, to: naive, atMost: 0.95 }');
    expect(loadText(text).claims[0]?.readings).toMatchObject([
      { runtime: 'node', judge: { of: 'per-status', to: 'naive' } },
    ]);
  });
});

describe('a claim that cannot be judged is refused with its place', () => {
  test.each<readonly [string, string, string]>([
    [
      'an unknown metric',
      judged('{ compare: peekLive, of: per-status, to: naive, atMost: 0.95 }'),
      'scenario.yaml:9:23: unknown metric "peekLive"\n  Did you mean "peakLive"?',
    ],
    [
      'an unknown strategy',
      judged('{ compare: peakLive, of: per-statsu, to: naive, atMost: 0.95 }'),
      'scenario.yaml:9:37: "per-statsu" is none of the strategies\n  Did you mean "per-status"? Known: idle, naive, per-status.',
    ],
    [
      'a strategy that its measurement does not have',
      scenario(['in: a', 'judge: { fails: per-status }'], ['measurements:', '  a: { strategies: [naive] }']),
      'scenario.yaml:12:21: "per-status" is none of the strategies of the measurement "a"\n  Known: idle, naive.',
    ],
    [
      'an unknown measurement',
      scenario(['in: c', 'judge: { fails: naive }'], sizes),
      'scenario.yaml:12:9: there is no measurement "c"\n  Did you mean "a"? Known: a, b. They are described under measurements.',
    ],
    [
      'a measurement where there are none',
      scenario(['in: balanced', 'judge: { fails: naive }']),
      'scenario.yaml:9:9: there is no measurement "balanced"\n  Describe it under measurements.',
    ],
    [
      'a slip in the kind of judge',
      judged('{ comapre: peakLive, of: per-status, to: naive, atMost: 0.95 }'),
      'unknown key "comapre"\n  Did you mean "compare"?',
    ],
    ['no judge at all', scenario([]), 'a claim has a judge, or readings with one each; there is neither'],
    [
      'a judge and readings',
      scenario(['judge: { fails: naive }', 'readings: [{ reading: a, judge: { fails: naive } }]']),
      'a claim has a judge, or readings with one each; there are both',
    ],
    [
      'a measurement beside readings',
      scenario(['in: a', 'readings: [{ reading: a, judge: { fails: naive } }]'], sizes),
      'in and expect belong to each reading where a claim has readings',
    ],
    [
      'no bound',
      judged('{ compare: peakLive, of: per-status, to: naive }'),
      'a bound is one of atMost, atLeast, between; there is none',
    ],
    [
      'two bounds',
      judged('{ compare: peakLive, of: per-status, to: naive, atMost: 1, atLeast: 0.5 }'),
      'a bound is one of atMost, atLeast, between; there are atMost and atLeast',
    ],
    [
      'limits in the wrong order',
      judged('{ compare: peakLive, of: per-status, to: naive, between: [1.1, 0.9] }'),
      'between: the first limit (1.1) is above the second (0.9)',
    ],
    [
      'a limit without a unit',
      judged('{ value: peakLive, of: naive, atMost: 1000 }'),
      'scenario.yaml:9:50: 1000 has no unit: write it with one of B, kB, MB, GB, KiB, MiB, GiB',
    ],
    [
      'a limit with another unit',
      judged('{ value: peakLive, of: naive, atMost: 3 s }'),
      'expected a number with one of B, kB, MB, GB, KiB, MiB, GiB; found "3 s"',
    ],
    [
      'a count with a unit',
      judged('{ value: requests, of: naive, atMost: 3 s }'),
      'expected a number without a unit; found "3 s"',
    ],
    [
      'growth over two measurements',
      judged(
        '{ growth: peakLive, of: naive, against: workflows, over: [a, b], exponent: { atMost: 1 } }',
        sizes,
      ),
      'scenario.yaml:12:69: expected a list of at least 3',
    ],
    [
      'growth that is given a measurement',
      scenario(
        [
          'in: a',
          'judge: { growth: peakLive, of: naive, against: workflows, over: [a, b, own], exponent: { atMost: 1 } }',
        ],
        sizes,
      ),
      'growth names its measurements itself, under over',
    ],
    [
      'growth against an unknown size',
      judged(
        '{ growth: peakLive, of: naive, against: depth, over: [a, b, own], exponent: { atMost: 1 } }',
        sizes,
      ),
      'unknown size of the workload "depth"\n  Known: items, meanBytes, nesting.',
    ],
    [
      'growth over an unknown measurement',
      judged(
        '{ growth: peakLive, of: naive, against: workflows, over: [a, b, d], exponent: { atMost: 1 } }',
        sizes,
      ),
      'there is no measurement "d"',
    ],
    [
      'an unknown kind of failure',
      judged('{ fails: naive, because: out-of-memmory }'),
      'unknown kind of failure "out-of-memmory"\n  Did you mean "out-of-memory"?',
    ],
    [
      'an unknown verdict',
      scenario(['expect: undecided', 'judge: { fails: naive }']),
      'unknown verdict "undecided"\n  Known: holds, fails.',
    ],
    [
      'a label under a runtime that it does not run in',
      judged('{ fails: { python: naive } }'),
      'scenario.yaml:9:31: "naive" runs in node, not in python',
    ],
    [
      'labels for different runtimes',
      judged('{ compare: peakLive, of: { node: naive }, to: { python: naive }, atMost: 1 }'),
      'of has labels for node, and to for others',
    ],
    [
      'words that nobody said',
      scenario(['judge: { fails: naive }']).replace('    says: memory now is reused\n', ''),
      '"says" is missing: expected the words, verbatim',
    ],
  ])('%s', (_, text, complaint) => {
    expect(complaintAbout(text)).toContain(complaint);
  });

  test('two of the same id', () => {
    const text = judged('{ fails: naive }');
    const second = text.slice(text.indexOf('  - id'));
    expect(complaintAbout(`${text}\n${second}`)).toBe('scenario.yaml:10:9: the id "1" stands twice');
  });
});
