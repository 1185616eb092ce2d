import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { mergeJournals } from '../../src/analysis/run/merge-journals.ts';
import { commandLine } from '../../src/errors/command.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Row } from '../../src/record/journal/sample.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import type { MetricName } from '../../src/record/metrics.ts';
import { aJournal, aRow, aSample, productionJournal, retaken, rounds } from '../builders/journals.ts';

const merge = (...journals: readonly [Journal, ...Journal[]]) => {
  const [first, ...others] = journals.map((journal, i) => ({
    name: `run-${i + 1}`,
    journal: retaken(journal, i),
  }));
  if (first === undefined) throw new Error('no journal');
  return mergeJournals(first, others);
};

const onMachine = (journal: Journal, cpu: string): Journal => ({
  ...journal,
  header: { ...journal.header, environment: { ...journal.header.environment, cpu } },
});

describe('journals of one scenario', () => {
  test('make one with all their rounds, each of them whole', () => {
    const { journal, warnings } = merge(productionJournal(3), productionJournal(3));
    const run = analyseJournal(journal, { pinnedNode: '26.10.0' });
    expect(warnings).toEqual([]);
    expect(run.scenario.samples).toBe(6);
    expect(run.results.map(({ metrics }) => metrics.peakLive?.n)).toEqual([6, 6, 6, 6]);
    expect(run.comparisons[0]).toMatchObject({ rounds: 6, ci95: expect.anything() });
    expect(run.warnings.filter(({ kind }) => kind === 'interrupted')).toEqual([]);
  });

  test('of which one is alone are left as they are', () => {
    const journal = productionJournal(3);
    expect(merge(journal).journal).toEqual(journal);
  });

  test('have the strategies and metrics of all, and the pilots of the first', () => {
    const pilot = aSample('naive', { purpose: 'pilot', round: 0 });
    const one = aJournal([pilot, ...rounds('naive', 'peakHeap', [1, 2])], {
      scenario: { metrics: ['peakHeap'] },
    });
    const other = aJournal(
      [pilot, ...rounds('naive', 'peakLive', [3]), ...rounds('chunk', 'peakLive', [4])],
      {
        scenario: { metrics: ['peakLive'] },
      },
    );
    const { header, samples } = merge(one, other).journal;
    expect(header.rows.map(({ label }) => label)).toEqual(['naive', 'chunk']);
    expect(header.scenario.metrics).toEqual(['peakLive', 'peakHeap']);
    expect(samples.map(({ purpose, round }) => [purpose, round])).toEqual([
      ['pilot', 0],
      ['heap', 1],
      ['heap', 2],
      ['live', 3],
      ['live', 3],
    ]);
  });

  test('of several machines give peak live of all, and times and resident memory of the first alone', () => {
    const { journal, warnings } = merge(productionJournal(3), onMachine(productionJournal(3), 'Other CPU'));
    const [, naive] = analyseJournal(journal, { pinnedNode: '26.10.0' }).results;
    const count = (['peakLive', 'requests', 'peakHeap', 'peakRss', 'wallTime'] as const).map(
      (name) => naive?.metrics[name]?.values.length,
    );
    expect(count).toEqual([6, 6, 3, 3, 3]);
    expect(warnings).toMatchObject([
      {
        kind: 'other-machine',
        message:
          'run-1 and run-2 were measured on different machines (cpu Example CPU at 2.5 GHz and Other CPU)',
      },
    ]);
  });
});

const withCode = (journal: Journal, code: string, own = 'same'): Journal => ({
  ...journal,
  header: {
    ...journal.header,
    environment: { ...journal.header.environment, code: own },
    rows: journal.header.rows.map((one) => (one.label === 'naive' ? { ...one, code } : one)),
  },
});

test('rows of different code are not put together, and neither are rows that Tidemark read differently', () => {
  const one = withCode(productionJournal(1), 'a');
  expect(() => merge(one, withCode(productionJournal(1), 'b'))).toThrow(
    'journals of different runs cannot be merged: run-1 has the code of "naive" a, run-2 b',
  );
  expect(() => merge(productionJournal(1), one, withCode(productionJournal(1), 'a', 'other'))).toThrow(
    "run-2 has the code of Tidemark's own same, run-3 other",
  );
  expect(
    merge(productionJournal(1), one, withCode(productionJournal(1), 'a')).journal.samples.length,
  ).toBeGreaterThan(0);
});

test.each([
  ['scenario', { scenario: { name: 'other' } }],
  ['seed', { scenario: { seed: 7 } }],
  ['services.gzip', { scenario: { services: { ...promptServices, gzip: true } } }],
  [
    'services.latency.fixed',
    { scenario: { services: { ...promptServices, latency: { ...promptServices.latency, fixed: 5 } } } },
  ],
  ['bytes of the workload', { workload: { ...productionJournal(1).header.workload, bytes: 5 } }],
  ['workload digest', { workload: { ...productionJournal(1).header.workload, digest: '1:ab' } }],
] as const)('journals of another %s are refused, with both', (what, changes) => {
  const action = () => merge(productionJournal(1), productionJournal(1, changes));
  expect(action).toThrow(UserError);
  expect(action).toThrow(`journals of different runs cannot be merged: run-1 has the ${what} `);
});

const withRow = (changes: Partial<Row>): Journal =>
  aJournal([aSample('naive')], { rows: [aRow('naive', changes)] });

test.each([
  ['params.chunk', { params: { chunk: 7 } }],
  ['strategy', { strategy: 'own.ts' }],
  ['runtime', { runtime: 'python' }],
  ['expect', { expect: 'fails' }],
  ['yields', { yields: 'nothing' }],
  ['program.command', { program: { command: ['b'], traced: false, checked: true } }],
] as const)('rows of one label with other %s are not one row', (what, changes) => {
  const row = { params: { chunk: 5 }, program: { command: ['a'], traced: false, checked: true } };
  expect(() => merge(withRow(row), withRow({ ...row, ...changes }))).toThrow(
    `run-1 has the ${what} of "naive" `,
  );
});

test('all facts that differ are named, and the advice can be pasted', () => {
  const other = productionJournal(1, {
    scenario: { seed: 2, scale: 0.5 },
    workload: { ...productionJournal(1).header.workload, digest: '1:ab' },
  });
  expect(() => merge(productionJournal(1), other)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/has the seed 1, run-2 2; they also differ in scale, workload digest$/),
      advice: expect.stringContaining(commandLine(['compare', 'BEFORE', 'AFTER'])),
    }),
  );
});

test('a run is held to its own plan, and not to what another one measured', () => {
  const ofMetric = (metric: MetricName, values: readonly number[]): Journal =>
    aJournal(rounds('naive', metric, values), { scenario: { metrics: [metric], samples: 2 } });
  const [timed, live] = [ofMetric('wallTime', [200, 200]), ofMetric('peakLive', [5, 5])];
  const interruptions = (...journals: readonly [Journal, ...Journal[]]) => {
    const { results, warnings } = analyseJournal(merge(...journals).journal, { pinnedNode: '26.10.0' });
    return [results[0]?.unfinished, warnings.find(({ kind }) => kind === 'interrupted')?.message];
  };
  expect(interruptions(timed, live)).toEqual([undefined, undefined]);
  expect(interruptions(timed, ofMetric('peakLive', [5]))).toEqual([
    { missing: 1, planned: 4 },
    expect.stringContaining('1 of 4'),
  ]);
});

test('temporary files in memory are another setting, and other budgets are told', () => {
  const [onDisk, inMemory] = [false, true].map((temporaryInMemory): Journal => {
    const { header, samples } = productionJournal(1);
    return { header: { ...header, environment: { ...header.environment, temporaryInMemory } }, samples };
  }) as [Journal, Journal];
  expect(merge(onDisk, inMemory).warnings).toMatchObject([
    {
      kind: 'other-machine',
      message:
        'run-1 and run-2 were measured with different settings (temporary files on a disk and in memory)',
    },
  ]);
  expect(
    merge(productionJournal(1), productionJournal(1, { scenario: { limits: [5] } })).warnings,
  ).toMatchObject([
    { kind: 'other-header', message: expect.stringMatching(/limits of a container none and \[5\]$/) },
  ]);
});
