import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/analyse-journal.ts';
import { changesBetween } from '../../src/analysis/changes.ts';
import { exitCodeOf, exitCodeOfGate } from '../../src/analysis/exit-code.ts';
import { sideOfJournal } from '../../src/analysis/sides.ts';
import type { JudgedBudget } from '../../src/record/budgets.ts';
import type { JudgedClaim, Judgement } from '../../src/record/claims.ts';
import type { Result, Run } from '../../src/record/run.ts';
import { type Check, checksOfChanges, checksOfRun } from '../../src/report/checks.ts';
import { aClaim, aReading, atMost, perStatusAgainstNaive } from '../builders/claims.ts';
import { aJournal, productionJournal, rounds } from '../builders/journals.ts';

const run = analyseJournal(productionJournal(1), { pinnedNode: '26.10.0' });
const [, naive] = run.results;
if (naive === undefined) throw new Error('expected naive');

const isBad = ({ outcome }: Check): boolean => outcome === 'failed' || outcome === 'broken';

const aResult: fc.Arbitrary<Result> = fc
  .record({
    expect: fc.constantFrom('completes', 'fails'),
    kind: fc.constantFrom(null, 'timeout', 'out-of-memory', 'not-installed'),
  })
  .map(({ expect, kind }) => ({
    ...naive,
    expect,
    status: kind === null ? 'completed' : 'failed',
    failure: kind === null ? null : { kind, message: 'why' },
  }));

const aBudget: fc.Arbitrary<JudgedBudget> = fc
  .constantFrom('within', 'over', 'undecided', 'not measured')
  .map((verdict) => {
    const budget = { label: 'naive', metric: 'peakLive', limit: 1e6 } as const;
    return verdict === 'not measured'
      ? { ...budget, verdict, why: 'it was not read' }
      : { ...budget, verdict, median: 1e6, spread: { kind: 'range', low: 1e6, high: 1e6, readings: 1 } };
  });

const aJudgement: fc.Arbitrary<Judgement> = fc
  .record({
    expect: fc.constantFrom('holds', 'fails'),
    verdict: fc.constantFrom('holds', 'fails', 'undecided', 'not measurable'),
  })
  .map(({ expect, verdict }) => {
    const reading = aReading(perStatusAgainstNaive(atMost(0.95)), { expect });
    switch (verdict) {
      case 'not measurable':
        return { ...reading, verdict, why: 'nobody measured it' };
      case 'undecided':
        return { ...reading, verdict, figures: [], rounds: { kind: 'at least', rounds: 6 } };
      default:
        return { ...reading, verdict, figures: [] };
    }
  });

const { readings: _, ...said } = aClaim(perStatusAgainstNaive(atMost(0.95)));
const judged = (judgements: readonly Judgement[]): JudgedClaim => ({ ...said, judgements });

describe('the checks of a run', () => {
  test('hold one that failed or could not be measured if and only if the exit code is not 0', () => {
    fc.assert(
      fc.property(
        fc.record({
          results: fc.array(aResult, { maxLength: 3 }),
          budgets: fc.array(aBudget, { maxLength: 2 }),
          claims: fc.array(fc.array(aJudgement, { minLength: 1, maxLength: 2 }).map(judged), {
            maxLength: 2,
          }),
        }),
        (parts: Pick<Run, 'results' | 'budgets' | 'claims'>) => {
          expect(checksOfRun(parts).some(isBad)).toBe(exitCodeOf(parts) !== 0);
        },
      ),
    );
  });

  test('name a claim by its words, and say what it rests on', () => {
    const reading = aReading(perStatusAgainstNaive(atMost(0.95)), { expect: 'holds' });
    const figures = [
      { name: 'median ratio', value: 0.99991, unit: 'ratio', spread: null, at: null } as const,
    ];
    const [check] = checksOfRun({
      results: [],
      budgets: [],
      claims: [judged([{ ...reading, verdict: 'fails', figures }])],
    });
    expect(check).toEqual({
      group: 'claims',
      name: '1: memory now is reused',
      outcome: 'failed',
      message:
        'fails, and was expected to hold: peak live of per-status against naive: a ratio of at most 0.95 (Node): median ratio 0.99991',
    });
  });
});

describe('a gate', () => {
  const words = { before: 'the baseline', after: 'this run', remedy: '' };
  const steady = [100e6, 100e6, 100e6, 100e6, 100e6, 100e6];
  const worse = steady.map((value) => 1.05 * value);
  const few = steady.slice(0, 2);
  const sides = (values: Readonly<Record<string, readonly number[]>>, cpu = 'one') => {
    const side = sideOfJournal(
      aJournal(
        Object.entries(values).flatMap(([name, own]) => {
          const [label = '', metric] = name.split('.');
          return rounds(label, metric === 'time' ? 'wallTime' : 'peakLive', own);
        }),
      ),
    );
    return { ...side, environment: { ...side.environment, cpu } };
  };
  const both = { naive: steady, chunk: steady };

  test.each([
    ['the same', both, both, 0],
    ['a row became worse', both, { ...both, chunk: worse }, 1],
    ['a row is gone', both, { naive: steady }, 3],
    ['a row is new', { naive: steady }, both, 3],
    ['a row has another name', both, { naive: steady, renamed: steady }, 3],
    ['a row is gone, and another became worse', both, { naive: worse }, 3],
    ['too few readings of all rows', { naive: few }, { naive: few }, 3],
    ['no row has the metric', { 'naive.time': steady }, { 'naive.time': steady }, 3],
  ])('%s: its exit code, and a check that tells why', (_, before, after, exitCode) => {
    const bounds = [{ metric: 'peakLive', share: 0.02 }] as const;
    const compared = changesBetween(sides(before), sides(after), bounds, words);
    const nothing = { results: [], budgets: [], claims: [] };
    expect(exitCodeOfGate(nothing, compared)).toBe(exitCode);
    expect(checksOfChanges(compared).some(isBad)).toBe(exitCode !== 0);
  });

  const bounds = [
    { metric: 'peakLive', share: 0.02 },
    { metric: 'wallTime', share: 0.25 },
  ] as const;
  const quick = { naive: steady, 'naive.time': [20, 20, 20, 20, 20, 20] };
  const slow = { naive: steady, 'naive.time': [900, 900, 900, 900, 900, 900] };

  test.each([
    ['does not ask for times of another machine', slow, slow, 'other', 0],
    ['does not ask for times that are too short to judge', quick, quick, 'one', 0],
    ['asks for a metric that the baseline lacks', { naive: steady }, slow, 'one', 3],
  ])('%s', (_, before, after, cpu, exitCode) => {
    const compared = changesBetween(sides(before), sides(after, cpu), bounds, words);
    expect(exitCodeOfGate({ results: [], budgets: [], claims: [] }, compared)).toBe(exitCode);
    expect(checksOfChanges(compared).some(isBad)).toBe(exitCode !== 0);
  });
});
