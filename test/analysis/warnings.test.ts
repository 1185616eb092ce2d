import { describe, expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { isNote } from '../../src/analysis/run/warnings.ts';
import type { Journal } from '../../src/record/journal/journal.ts';
import type { Sample } from '../../src/record/journal/sample.ts';
import { promptServices, type ServicesBehaviour } from '../../src/record/journal/services-behaviour.ts';
import type { Warning } from '../../src/record/run.ts';
import {
  aJournal,
  aProgram,
  aRow,
  aSample,
  complete,
  completed,
  outOfMemory,
  productionJournal,
  rounds,
} from '../builders/journals.ts';

const warningsOf = (journal: Journal, pinnedNode = '26.10.0'): readonly Warning[] =>
  analyseJournal(journal, { pinnedNode }).warnings;

/** All samples that this scenario plans are there, so that a test sees only the warnings that it is about. */
const heapOnly = (samples: readonly Sample[]): Journal =>
  aJournal(samples, { scenario: { metrics: ['peakHeap'], samples: samples.length } });

const ofKind = (journal: Journal, kind: string): Warning[] =>
  warningsOf(journal).filter((warning) => warning.kind === kind);

test('a whole, quiet run of six rounds has no warnings', () => {
  expect(warningsOf(productionJournal(6))).toEqual([]);
});

test('fewer than six rounds are noted once a run, and are no alarm', () => {
  const warnings = warningsOf(productionJournal(3));
  expect(warnings).toMatchObject([{ kind: 'few-rounds', label: null }]);
  expect(warnings[0]?.advice).toContain('By chance alone, 3 samples all point one way once in 4 runs');
  expect(warnings.every(isNote)).toBe(true);
});

test('warnings found before the analysis come first', () => {
  const earlier: Warning = { kind: 'journal-cut', label: null, message: 'cut', advice: 'again' };
  const run = analyseJournal(productionJournal(3), { pinnedNode: 'v26.10.0', warnings: [earlier] });
  expect(run.warnings.map(({ kind }) => kind)).toEqual(['journal-cut', 'few-rounds']);
});

describe('outliers', () => {
  test('are named with their round', () => {
    const [warning] = ofKind(
      heapOnly(rounds('naive', 'peakHeap', [100e6, 101e6, 100e6, 300e6, 99e6])),
      'outliers',
    );
    expect(warning?.message).toBe('naive: peak heap has an outlier: 300 MB in round 4 (median 100 MB)');
    expect(warning?.label).toBe('naive');
  });

  test.each([
    ['of fewer than five values', [100, 100, 100, 300]],
    ['within 1 % of a metric that repeats exactly', [1000, 1000, 1000, 1000, 1009]],
    ['of a metric that scatters as widely anyway', [60, 80, 100, 120, 140]],
  ])('are none %s', (_, values) => {
    expect(ofKind(heapOnly(rounds('naive', 'peakHeap', values)), 'outliers')).toEqual([]);
  });

  test('are found where all other values are the same', () => {
    expect(ofKind(heapOnly(rounds('naive', 'peakHeap', [100, 100, 100, 100, 200])), 'outliers')).toHaveLength(
      1,
    );
  });
});

describe('a noisy machine', () => {
  test('is told from wall time that scatters by more than 25 %, once for all strategies', () => {
    const journal = aJournal([
      ...rounds('naive', 'wallTime', [2000, 2600, 2000]),
      ...rounds('chunk', 'wallTime', [1000, 1000, 1900]),
      ...rounds('steady', 'wallTime', [1000, 1200, 1000]),
    ]);
    expect(ofKind(journal, 'noisy').map(({ message }) => message)).toEqual([
      'the machine is noisy: wall time scatters by 30 % (naive), 90 % (chunk)',
    ]);
  });

  test('is not told from cycles so short that their start decides', () => {
    expect(ofKind(aJournal(rounds('idle', 'wallTime', [20, 40, 30])), 'noisy')).toEqual([]);
  });
});

describe('a strategy', () => {
  const lossy = { ...complete, processed: 9500, missed: 60, duplicated: 5, digestMatches: false };

  test('that failed is told with advice for its kind of failure', () => {
    const journal = heapOnly([aSample('naive', { outcome: outOfMemory }), aSample('naive', { round: 2 })]);
    const [warning] = ofKind(journal, 'failed');
    expect(warning?.message).toBe('naive failed in 1 of its 2 samples (out-of-memory)');
    expect(warning?.advice).toContain('raise the limit');
  });

  test('that failed as expected is none', () => {
    const rows = [aRow('naive', { expect: 'fails' })];
    expect(ofKind(aJournal([aSample('naive', { outcome: outOfMemory })], { rows }), 'failed')).toEqual([]);
  });

  test('that completed though it was to fail is told', () => {
    const rows = [aRow('naive', { expect: 'fails' })];
    expect(ofKind(aJournal([aSample('naive')], { rows }), 'unexpected-completion')).toHaveLength(1);
  });

  test('that did not process exactly the workload is told with its losses', () => {
    const outcome = completed({ peakHeap: 1 }, { completeness: lossy });
    const [warning] = ofKind(heapOnly([aSample('naive', { outcome })]), 'incomplete');
    expect(warning?.message).toBe(
      'naive did not process exactly the workload: 9,500 processed, 9,555 expected, 60 missed, 5 processed again',
    );
  });

  test('that lost workflows in one sample only is told as unsteady too', () => {
    const outcome = completed({ peakHeap: 1 }, { completeness: lossy });
    const journal = heapOnly([aSample('naive'), aSample('naive', { round: 2, outcome })]);
    expect(ofKind(journal, 'unsteady')).toHaveLength(1);
    expect(ofKind(journal, 'incomplete')).toHaveLength(1);
  });
});

describe("the rule cleaner's report", () => {
  const other = { total: 9555, cleaned: 1, normalArchived: 1, forceArchived: 1 };

  test('that differs between complete strategies is told', () => {
    const journal = heapOnly([
      aSample('naive'),
      aSample('chunk', { outcome: completed({}, { consumer: other }) }),
    ]);
    expect(ofKind(journal, 'differing-consumer')).toMatchObject([
      { label: 'chunk', message: "the rule cleaner's report under chunk differs from that under naive" },
    ]);
  });

  test('of a strategy that was to process nothing is not compared', () => {
    const idle = completed({}, { consumer: other, completeness: { ...complete, expected: 0, processed: 0 } });
    const journal = heapOnly([aSample('idle', { outcome: idle }), aSample('naive')]);
    expect(ofKind(journal, 'differing-consumer')).toEqual([]);
  });

  test('that differs between samples of one strategy is told', () => {
    const second = aSample('naive', { round: 2, outcome: completed({}, { consumer: other }) });
    expect(ofKind(heapOnly([aSample('naive'), second]), 'unsteady')).toHaveLength(1);
  });
});

test('another Node than the pinned one is told', () => {
  expect(warningsOf(productionJournal(6), '26.11.0')).toMatchObject([
    { kind: 'other-node', message: 'measured with Node 26.10.0, not the pinned 26.11.0' },
  ]);
});

test('an interrupted run tells how many samples it lacks, of strategies that did not fail', () => {
  const { header, samples } = productionJournal(6);
  expect(ofKind({ header, samples: samples.slice(0, -3) }, 'interrupted')[0]?.message).toBe(
    'the run ended early: 3 of 72 planned samples are missing',
  );
  expect(ofKind(aJournal([aSample('naive', { outcome: outOfMemory })]), 'interrupted')).toEqual([]);
});

describe('services that misbehave are noted', () => {
  const withServices = (changes: Partial<ServicesBehaviour>): Journal =>
    productionJournal(6, { scenario: { services: { ...promptServices, ...changes } } });

  test('not at all when they behave, or in a journal of before they could', () => {
    expect(warningsOf(withServices({}))).toEqual([]);
  });

  test('with the scale of their clock', () => {
    const warnings = warningsOf(withServices({ clock: 0.1 }));
    expect(warnings).toMatchObject([
      {
        kind: 'scaled-clock',
        message: 'the services waited 0.100 of the time that the scenario says',
      },
    ]);
    expect(warnings.every(isNote)).toBe(true);
  });

  test('with each kind of their faults once', () => {
    const fault = { path: '', when: { at: [1] }, times: null, retryAfter: null } as const;
    const faults = (['reset', 'stall', 'reset'] as const).map((kind) => ({ kind, ...fault }));
    const warnings = warningsOf(withServices({ faults }));
    expect(warnings).toMatchObject([{ kind: 'faults', message: expect.stringMatching(/: reset, stall$/) }]);
    expect(warnings.every(isNote)).toBe(true);
  });

  test('with the rates of their churn', () => {
    const warnings = warningsOf(withServices({ churn: { change: 2, appear: 0.5, vanish: 1 } }));
    expect(warnings).toMatchObject([
      {
        kind: 'churn',
        message:
          'the workload changed during the run: from request to request 2 workflows changed their status, 0.5 appeared and 1 vanished, on average',
      },
    ]);
    expect(warnings.every(isNote)).toBe(true);
  });
});

test('under churn samples that differ are no warning: their requests met other workflows', () => {
  const other = completed(
    { peakHeap: 380e6 },
    {
      completeness: { ...complete, processed: 9560 },
      consumer: { total: 9560, cleaned: 1, normalArchived: 1, forceArchived: 1 },
    },
  );
  const samples = [aSample('naive'), aSample('naive', { round: 2, outcome: other }), aSample('lines')];
  const metrics = ['peakHeap'] as const;
  const kinds = (services: ServicesBehaviour): string[] =>
    warningsOf(aJournal(samples, { scenario: { metrics, samples: 2, services } })).map(({ kind }) => kind);
  expect(kinds(promptServices)).toContain('unsteady');
  expect(kinds({ ...promptServices, churn: { change: 1, appear: 0, vanish: 0 } })).not.toContain('unsteady');
});
describe('a program', () => {
  const ofPrograms = (sample: Sample, checked = true): Journal =>
    aJournal([...rounds('naive', 'wallTime', [100]), sample], {
      scenario: { metrics: ['wallTime'], samples: 1 },
      rows: [aRow('naive'), aProgram('python', { checked })],
    });

  test('that is not installed was skipped, which is no failure of the run', () => {
    const failure = { kind: 'not-installed', message: 'there is no python3 on this machine' } as const;
    const journal = ofPrograms(
      aSample('python', { purpose: 'timing', outcome: { status: 'failed', failure, completeness: null } }),
    );
    expect(ofKind(journal, 'skipped')).toMatchObject([
      { label: 'python', message: 'python was skipped: there is no python3 on this machine' },
    ]);
    expect(ofKind(journal, 'failed')).toEqual([]);
    expect(verdictOfRun(analyseJournal(journal, { pinnedNode: '26.10.0' })).exitCode).toBe(0);
  });

  test('whose workflows nobody checks says so; that it reports no rule cleaner is no difference', () => {
    const outcome = completed({ wallTime: 90 }, { completeness: null, consumer: null });
    const journal = ofPrograms(aSample('python', { purpose: 'timing', outcome }), false);
    expect(warningsOf(journal).map(({ kind }) => kind)).toEqual(['unchecked', 'few-rounds']);
  });
});

test('temporary files in memory are noted where rows are tried in containers, and only there', () => {
  const journal = (limits: readonly number[], inMemory: boolean): Journal => {
    const { header, samples } = aJournal([aSample('naive')], { scenario: { limits } });
    return {
      header: { ...header, environment: { ...header.environment, temporaryInMemory: inMemory } },
      samples,
    };
  };
  expect(ofKind(journal([2 ** 30], true), 'temporary-in-memory')).toHaveLength(1);
  expect(ofKind(journal([2 ** 30], true), 'temporary-in-memory').every(isNote)).toBe(true);
  expect(ofKind(journal([2 ** 30], false), 'temporary-in-memory')).toEqual([]);
  expect(ofKind(journal([], true), 'temporary-in-memory')).toEqual([]);
});
