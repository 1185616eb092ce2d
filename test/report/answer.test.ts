import { describe, expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import type { Completeness, Metrics } from '../../src/record/journal/sample.ts';
import { promptServices, type ServicesBehaviour } from '../../src/record/journal/services-behaviour.ts';
import type { Run } from '../../src/record/run.ts';
import { drawMarkdown } from '../../src/report/markdown/markdown.ts';
import { answerTo } from '../../src/report/model/answer.ts';
import { reportOfRun } from '../../src/report/model/run-report.ts';
import { aClaim, atMost, perStatusAgainstNaive } from '../builders/claims.ts';
import {
  aJournal,
  aProgram,
  aSample,
  complete,
  completed,
  productionJournal,
  rounds,
} from '../builders/journals.ts';
import { analyse, sweepJournal } from '../builders/sweeps.ts';

/** The answer as lines of text. */
const answerOf = (run: Run): string[] =>
  drawMarkdown({ title: '', front: answerTo(run), sections: [] })
    .trim()
    .split('\n')
    .filter((line) => line !== '');

const contained = (label: string, survivors: readonly boolean[]) => {
  const limits = survivors.map((lives, i) => ({
    limitBytes: (i + 1) * 2 ** 30,
    tries: lives ? 3 : 1,
    survived: lives ? 3 : 0,
    endings: lives ? [] : ['killed-by-kernel'],
  }));
  const detail = { kind: 'container', limits, probes: [] } as const;
  return aSample(label, { purpose: 'container', outcome: completed({}, { detail }) });
};

describe('the answer to the question of a run', () => {
  test('is the row that needs the least, with how it and few others compare', () => {
    expect(answerOf(analyse(productionJournal()))).toEqual([
      '**Lowest peak live: name-then-chunk chunk=100, 54.8 MB (91 % less than naive); per-status: no difference.**',
    ]);
  });

  test('is who lives within which limit where a run has limits', () => {
    const journal = aJournal([
      contained('small', [true, true]),
      contained('large', [false, true]),
      contained('huge', [false, false]),
    ]);
    expect(answerOf(analyse(journal))).toEqual([
      '**1 GiB is enough for small; 2 GiB for large; no tried limit for huge.**',
    ]);
  });

  test('is the fastest within what memory where a strategy is spread into rows', () => {
    expect(answerOf(analyse(sweepJournal()))).toEqual([
      '**Fastest: name-then-chunk chunk=100, 1.20 s with 28.0 MB of peak live (20 % less wall time than naive); within 20.0 MB: name-then-chunk chunk=10, 1.80 s.**',
    ]);
  });

  test('sets no program of another base beside the strategies that it chooses between', () => {
    const { header, samples } = sweepJournal();
    const sample = (purpose: 'live' | 'timing', values: Metrics) =>
      aSample('program', { purpose, outcome: completed(values) });
    const run = analyse({
      header: { ...header, rows: [...header.rows, aProgram('program')] },
      samples: [...samples, sample('live', { peakLive: 8e6 }), sample('timing', { wallTime: 200 })],
    });
    expect(answerOf(run)).toEqual(answerOf(analyse(sweepJournal())));
  });

  test('is a line and a verdict for each of several claims', () => {
    const right = { ...aClaim(perStatusAgainstNaive(atMost(1.1))), id: '1' };
    const wrong = { ...aClaim(perStatusAgainstNaive(atMost(0.5)), { expect: 'fails' }), id: '2' };
    const both = { ...right, id: '3', readings: [...right.readings, ...wrong.readings] };
    const run = analyse(productionJournal(3, { claims: [right, wrong, both] }));
    expect(answerOf(run)).toEqual([
      '**3 claims in 4 readings: 2 confirmed, 2 refuted.**',
      '- 1\\. confirmed: “memory now is reused” (vkuznet)',
      '- 2\\. refuted: “memory now is reused” (vkuznet)',
      '- 3\\. 1 of 2 confirmed: “memory now is reused” (vkuznet)',
    ]);
  });

  test('is about the metric that the scenario names', () => {
    const { header, samples } = productionJournal();
    const scenario = { ...header.scenario, question: { metric: 'requests' } } as const;
    expect(answerOf(analyse({ header: { ...header, scenario }, samples }))[0]).toContain('Lowest requests: ');
    const unmeasured = { ...header.scenario, question: { metric: 'minHeap' } } as const;
    expect(answerOf(analyse({ header: { ...header, scenario: unmeasured }, samples }))[0]).toContain(
      'Lowest peak live: ',
    );
  });

  const served = (services: Partial<ServicesBehaviour>) => ({
    scenario: { ...aJournal([]).header.scenario, services: { ...promptServices, ...services } },
  });
  const churn = { change: 1, appear: 0, vanish: 0 };
  const lossy = (label: string, losses: Partial<Completeness>) =>
    aSample(label, {
      outcome: completed({ peakHeap: 1 }, { completeness: { ...complete, ...losses, digestMatches: false } }),
    });

  test('is who lost what where items changed meanwhile', () => {
    const samples = [aSample('whole'), lossy('slices', { missed: 78, duplicated: 6 })];
    expect(answerOf(analyse(aJournal(samples, served({ churn }))))).toEqual([
      '**slices: 78 missed, 6 repeated; no workflow lost or repeated by whole.**',
    ]);
    expect(answerOf(analyse(aJournal([aSample('whole')], served({ churn }))))).toEqual([
      '**No workflow lost or repeated by any row.**',
    ]);
  });

  test('is who survived where faults ended a row', () => {
    const failure = { kind: 'timeout', message: 'too long' } as const;
    const ended = aSample('impatient', { outcome: { status: 'failed', failure, completeness: null } });
    const fault = { kind: 'stall', path: '', when: { at: [1] }, times: null, retryAfter: null } as const;
    const faults = served({ faults: [fault] });
    expect(answerOf(analyse(aJournal([aSample('patient'), ended], faults)))).toEqual([
      '**The faults were survived by patient; not by impatient (timeout).**',
    ]);
    expect(answerOf(analyse(aJournal([aSample('patient')], faults)))[0]).toContain('Lowest');
  });

  test('names no program of which nobody knows what it processed', () => {
    const outcome = completed({ peakRss: 1 }, { completeness: null });
    const samples = [
      aSample('checked', { outcome: completed({ peakRss: 2 }) }),
      aSample('blind', { outcome }),
    ];
    const rows = [aProgram('checked'), aProgram('blind', { checked: false })];
    expect(answerOf(analyse(aJournal(samples, { rows })))[0]).toContain('Lowest peak RSS: checked');
  });

  test('is left out where nothing was measured', () => {
    expect(answerOf(analyse(aJournal([])))).toEqual([]);
  });

  test('says where rounds do not tell', () => {
    const run = analyse(
      aJournal([...rounds('a', 'peakLive', [1e8, 2e8]), ...rounds('b', 'peakLive', [1.9e8, 0.9e8])]),
    );
    expect(answerOf(run)[0]).toBe('**Whether a row has less peak live than a is not resolved.**');
  });

  test('stands before the verdict and any table', () => {
    const run = analyse(productionJournal());
    const kinds = reportOfRun(run, verdictOfRun(run)).front.map(({ kind }) => kind);
    expect(kinds[0]).toBe('text');
    expect(kinds).not.toContain('table');
  });
});
