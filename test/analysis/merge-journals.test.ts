import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/analyse-journal.ts';
import { mergeJournals } from '../../src/analysis/merge-journals.ts';
import { UserError } from '../../src/errors/user-error.ts';
import type { Journal } from '../../src/record/journal.ts';
import { aJournal, aSample, productionJournal, retaken, rounds } from '../builders/journals.ts';

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
    expect(header.variants.map(({ label }) => label)).toEqual(['naive', 'chunk']);
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
      { kind: 'other-machine', message: 'run-2 was measured on another machine than run-1' },
    ]);
  });
});

const withCode = (journal: Journal, code: string, own = 'same'): Journal => ({
  ...journal,
  header: {
    ...journal.header,
    environment: { ...journal.header.environment, code: own },
    variants: journal.header.variants.map((one) => (one.label === 'naive' ? { ...one, code } : one)),
  },
});

test('rows of different code are not put together, and neither are rows that Tidemark read differently', () => {
  const one = withCode(productionJournal(1), 'a');
  expect(() => merge(one, withCode(productionJournal(1), 'b'))).toThrow(
    'runs of different code cannot be merged: run-2 was measured with other code of "naive" than run-1',
  );
  expect(() => merge(productionJournal(1), one, withCode(productionJournal(1), 'a', 'other'))).toThrow(
    "run-3 was measured with another revision of Tidemark's own code than run-2",
  );
  expect(
    merge(productionJournal(1), one, withCode(productionJournal(1), 'a')).journal.samples.length,
  ).toBeGreaterThan(0);
});

test.each([
  ['scenario', { scenario: { name: 'other' } }],
  ['seed', { scenario: { seed: 7 } }],
  ['workload digest', { workload: { ...productionJournal(1).header.workload, digest: '1:ab' } }],
] as const)('journals of another %s are refused, with both', (what, changes) => {
  const action = () => merge(productionJournal(1), productionJournal(1, changes));
  expect(action).toThrow(UserError);
  expect(action).toThrow(`journals of different runs cannot be merged: run-1 has the ${what} `);
});
