import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checksOfChanges } from '../../src/analysis/changes/change-checks.ts';
import { changesBetween } from '../../src/analysis/changes/changes.ts';
import { sideOfJournal } from '../../src/analysis/changes/sides.ts';
import { checksOfRun } from '../../src/analysis/checks/checks.ts';
import { type Verdict, verdictOf } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import type { JudgedBudget } from '../../src/record/checks/budgets.ts';
import type { MetricBound } from '../../src/record/checks/changes.ts';
import type { Check, CheckOutcome } from '../../src/record/checks/checks.ts';
import type { JudgedClaim, Judgement } from '../../src/record/checks/claims.ts';
import type { Result, Run } from '../../src/record/run.ts';
import { annotations } from '../../src/report/exchange/github.ts';
import { renderJunit } from '../../src/report/exchange/junit.ts';
import { renderHtml } from '../../src/report/html/page.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderMarkdown } from '../../src/report/markdown/markdown.ts';
import {
  renderTerminal,
  renderTerminalChanges,
  renderTerminalClaims,
} from '../../src/report/terminal/terminal.ts';
import { aClaim, aReading, atMost, perStatusAgainstNaive } from '../builders/claims.ts';
import { aCase, aJournal, productionJournal, rounds } from '../builders/journals.ts';

const run = analyseJournal(productionJournal(1), { pinnedNode: '26.10.0' });
const [, naive] = run.results;
if (naive === undefined) throw new Error('expected naive');

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

const nothing = { case: aCase, scenario: { name: 'mine' }, results: [], budgets: [], claims: [] };

const aCheck = (outcome: CheckOutcome, changes: Partial<Check> = {}): Check => ({
  kind: 'budget',
  name: 'naive',
  metric: 'peakLive',
  required: true,
  outcome,
  message: 'peak live 41.0 MB',
  ...changes,
});

const passed = aCheck({ kind: 'passed', improved: false });
const failed = aCheck({ kind: 'failed' });
const unjudged = aCheck({ kind: 'not judged', why: 'no python3' });
const open = aCheck({ kind: 'not resolved', by: 'up to 1.00 MB over its budget' });
const judge = (...checks: readonly Check[]): Verdict => verdictOf(checks, { subject: 'mine' });

describe('the verdict over a list of checks', () => {
  test.each([
    ['all hold', [passed], 0, 'all checks passed in mine (1 budget)'],
    ['one fails', [passed, failed], 1, '1 budget exceeded in mine'],
    ['one could not be judged', [passed, unjudged], 3, '1 not judged in mine (naive: peak live: no python3)'],
    [
      'both: 3 outranks 1, and both are named',
      [failed, unjudged],
      3,
      '1 not judged in mine (naive: peak live: no python3); 1 budget exceeded',
    ],
    [
      'one is not resolved: by how much',
      [passed, open],
      0,
      '1 not resolved in mine (naive: peak live: up to 1.00 MB over its budget)',
    ],
    ['none', [], 0, 'nothing to judge in mine'],
  ] as const)('%s', (_, checks, exitCode, headline) => {
    expect(judge(...checks)).toMatchObject({ exitCode, headline });
  });

  test('is 3 under strict for what is not resolved, and for a claim that could not be measured', () => {
    const strict = { subject: 'mine', strict: true };
    const claim = aCheck({ kind: 'not judged', why: 'not run' }, { kind: 'claim', required: false });
    expect(verdictOf([open], strict).exitCode).toBe(3);
    expect(verdictOf([claim], strict).exitCode).toBe(3);
    expect(judge(claim).exitCode).toBe(0);
    expect(verdictOf([passed, failed], strict).exitCode).toBe(1);
  });

  test('leaves alone what is not required, and what has no baseline yet', () => {
    const row = { kind: 'comparison', required: false } as const;
    expect(judge(aCheck({ kind: 'failed' }, row))).toMatchObject({
      exitCode: 0,
      headline: '1 regression in mine; for information: no bound was asked for (--fail-on)',
    });
    const fresh = aCheck({ kind: 'new' }, { kind: 'gated row' });
    const same = aCheck({ kind: 'passed', improved: false }, { kind: 'gated row' });
    expect(judge(fresh, same)).toMatchObject({
      exitCode: 0,
      headline: 'no regression in mine (1 of 2 comparisons); 1 new, no baseline yet',
    });
  });

  test('counts comparisons, of which a row has one for each metric', () => {
    const same = aCheck({ kind: 'passed', improved: false }, { kind: 'gated row' });
    const unknown = aCheck({ kind: 'not judged', why: 'too few' }, { kind: 'gated row' });
    expect(judge(same, { ...same, metric: 'wallTime' }, unknown).headline).toMatch(
      /; 2 of 3 comparisons, none worse$/,
    );
  });

  test('names the first few, and counts the rest', () => {
    expect(judge(unjudged, unjudged, unjudged, unjudged, unjudged).headline).toMatch(
      /^5 not judged in mine \(.*; and 2 more\)$/,
    );
  });
});

describe('the checks of a run', () => {
  test('the same verdict stands in every report: headline, code and what junit.xml and annotations tell', () => {
    fc.assert(
      fc.property(
        fc.record({
          results: fc.array(aResult, { maxLength: 3 }),
          budgets: fc.array(aBudget, { maxLength: 2 }),
          claims: fc.array(fc.array(aJudgement, { minLength: 1, maxLength: 2 }).map(judged), {
            maxLength: 2,
          }),
        }),
        fc.boolean(),
        (parts: Pick<Run, 'results' | 'budgets' | 'claims'>, strict) => {
          const one: Run = { ...run, comparisons: [], ...parts };
          const verdict = verdictOf(checksOfRun(one), { subject: 'mine', strict });
          const flat = (text: string): string => text.replace(/\s+/g, ' ');
          for (const text of [
            renderTerminal(one, {}, verdict),
            renderTerminalClaims(one, {}, verdict),
            renderMarkdown(one, verdict).replaceAll('\\', ''),
            renderHtml(one, verdict),
          ]) {
            expect(flat(text)).toContain(verdict.headline);
          }
          const errors = (annotations(verdict, 'mine.yaml').match(/^::error/gm) ?? []).length;
          const junit = renderJunit(one, verdict);
          expect(errors > 0).toBe(verdict.exitCode !== 0);
          expect(/<failure|<error/.test(junit)).toBe(verdict.exitCode !== 0);
          expect(junit.includes('<error')).toBe(verdict.exitCode === 3);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('name a claim by its words, and say what it rests on', () => {
    const reading = aReading(perStatusAgainstNaive(atMost(0.95)), { expect: 'holds' });
    const figures = [
      { name: 'median ratio', value: 0.99991, unit: 'ratio', spread: null, at: null } as const,
    ];
    const [check] = checksOfRun({
      ...nothing,
      claims: [judged([{ ...reading, verdict: 'fails', figures }])],
    });
    expect(check).toEqual({
      kind: 'claim',
      name: '1: memory now is reused',
      metric: null,
      required: true,
      outcome: { kind: 'failed' },
      message:
        'Refuted, not as expected: per-status: 0.009 % less peak live than naive: claimed: at least 5 % less (Node); median ratio 0.99991',
    });
  });

  test('a figure that cannot be trusted is not judged, whichever way it would have gone', () => {
    const doubted: Result = { ...naive, doubts: { peakLive: '100 MB that no instrument saw' } };
    const budget = { label: 'naive', metric: 'peakLive', limit: 1e12, verdict: 'within', median: 1 } as const;
    const spread = { kind: 'range', low: 1, high: 1, readings: 1 } as const;
    const reading = aReading(perStatusAgainstNaive(atMost(0.95)));
    const checks = checksOfRun({
      ...nothing,
      results: [doubted],
      budgets: [{ ...budget, spread }],
      claims: [judged([{ ...reading, verdict: 'holds', figures: [] }])],
    });
    expect(checks.slice(1).map(({ outcome }) => outcome)).toEqual(
      [
        { kind: 'not judged', why: 'naive: 100 MB that no instrument saw' },
        { kind: 'not judged', why: '100 MB that no instrument saw' },
      ].toReversed(),
    );
    expect(judge(...checks).exitCode).toBe(3);
  });

  test('those of named measurements count, and say where', () => {
    const failing = {
      ...naive,
      status: 'failed',
      failure: { kind: 'timeout', message: 'too slow' },
    } as const;
    const checks = checksOfRun(nothing, [
      { ...nothing, scenario: { name: 'mine/double' }, results: [failing] },
    ]);
    expect(judge(...checks)).toMatchObject({
      exitCode: 3,
      headline: '1 not judged in mine (naive (double): timeout: too slow)',
    });
  });
});

describe.each([
  ['a gate', 'gated row'],
  ['compare --fail-on', 'comparison'],
] as const)('%s', (_, kind) => {
  const words = { before: 'the baseline', after: 'this run', remedy: '' };
  const steady = [100e6, 100e6, 100e6, 100e6, 100e6, 100e6];
  const worse = steady.map((value) => 1.05 * value);
  const wide = [77e6, 90e6, 100e6, 110e6, 120e6, 166e6];
  const few = steady.slice(0, 2);
  const counts = (value: number) => Array.from({ length: 6 }, () => value);
  const metricOf = { time: 'wallTime', retries: 'retries' } as const;
  const sides = (values: Readonly<Record<string, readonly number[]>>, cpu = 'one') => {
    const side = sideOfJournal(
      aJournal(
        Object.entries(values).flatMap(([name, own]) => {
          const [label = '', metric = ''] = name.split('.');
          return rounds(label, metricOf[metric as keyof typeof metricOf] ?? 'peakLive', own);
        }),
      ),
    );
    return { ...side, environment: { ...side.environment, cpu } };
  };
  const verdictFor = (
    before: ReturnType<typeof sides>,
    after: ReturnType<typeof sides>,
    ...bounds: readonly MetricBound[]
  ) => {
    const compared = changesBetween(before, after, bounds, words);
    const verdict = judge(...checksOfChanges(compared, kind, { required: true }));
    for (const text of [
      renderTerminalChanges(compared, verdict, null),
      renderComment(compared, verdict, null).replaceAll('\\', ''),
    ]) {
      expect(text.replace(/\s+/g, ' ')).toContain(verdict.headline);
    }
    return verdict;
  };
  const live = { metric: 'peakLive', share: 0.02 } as const;
  const retries = { metric: 'retries', share: 0 } as const;
  const both = { naive: steady, chunk: steady };

  test.each([
    ['the same', both, both, 0, /^no regression in mine$/],
    ['a row became worse', both, { ...both, chunk: worse }, 1, /^1 regression in mine$/],
    [
      'a row is gone',
      both,
      { naive: steady },
      3,
      /^1 not judged in mine \(chunk: peak live: this run has no such row/,
    ],
    [
      'a row is new',
      { naive: steady },
      both,
      0,
      /^no regression in mine \(1 of 2 comparisons\); 1 new, no baseline yet$/,
    ],
    ['a row has another name', both, { naive: steady, renamed: steady }, 3, /^1 not judged .*; 1 new/],
    [
      'a row is gone, and another became worse',
      both,
      { naive: worse },
      3,
      /^1 not judged in mine \(.*\); 1 regression$/,
    ],
    [
      'too few readings of all rows',
      { naive: few },
      { naive: few },
      3,
      /not judged .*needs 6 samples a side, has 2/,
    ],
    [
      'too few readings of one row',
      both,
      { ...both, chunk: few },
      3,
      /^1 not judged .*needs 6 samples a side, has 6 and 2/,
    ],
    ['only new rows', {}, both, 3, /^1 not judged in mine \(peak live: no row could be judged by it\)/],
    [
      'noise that could be a regression',
      both,
      { ...both, chunk: wide },
      0,
      /^no regression in mine; 1 not resolved \(chunk: peak live: up to \+\d+ %, bound 2 %\)$/,
    ],
  ])('%s', (__, before, after, exitCode, headline) => {
    const verdict = verdictFor(sides(before), sides(after), live);
    expect(verdict.headline).toMatch(headline);
    expect(verdict.exitCode).toBe(exitCode);
  });

  test.each([
    ['0 to 0 is no change', 0, 0, 0],
    ['0 to 7 is a regression', 0, 7, 1],
    ['7 to 0 is an improvement', 7, 0, 0],
  ])('a count from %s', (__, before, after, exitCode) => {
    const side = (value: number) => sides({ naive: steady, 'naive.retries': counts(value) });
    const verdict = verdictFor(side(before), side(after), live, retries);
    expect(verdict.exitCode).toBe(exitCode);
  });

  const quick = { naive: steady, 'naive.time': counts(20) };
  const slow = { naive: steady, 'naive.time': counts(900) };

  test.each([
    ['does not ask for times of another machine', slow, slow, 'other', 0],
    ['does not ask for times that are too short to judge', quick, quick, 'one', 0],
    ['asks for a metric that the baseline lacks', { naive: steady }, slow, 'one', 3],
    ['asks for something that can be judged here', { 'naive.time': counts(900) }, slow, 'other', 3],
  ])('%s', (__, before, after, cpu, exitCode) => {
    const time = { metric: 'wallTime', share: 0.25 } as const;
    const bounds = Object.hasOwn(before, 'naive') ? [live, time] : [time];
    expect(verdictFor(sides(before), sides(after, cpu), ...bounds).exitCode).toBe(exitCode);
  });

  test('does not trust a figure about which there is a doubt', () => {
    const before = sides(both);
    const after = sides(both);
    const results = after.results.map((one) => ({ ...one, doubts: { peakLive: 'not seen by instruments' } }));
    expect(verdictFor(before, { ...after, results } as typeof after, live).exitCode).toBe(3);
  });
});

test('a row whose run ended before all of its samples is not judged, and says how many it lacks', () => {
  const { header, samples } = productionJournal(6);
  const { exitCode, headline } = verdictOf(
    checksOfRun(analyseJournal({ header, samples: samples.slice(0, -3) }, { pinnedNode: '26.10.0' })),
    { subject: 'cut' },
  );
  expect(exitCode).toBe(3);
  expect(headline).toContain('not judged in cut');
  expect(headline).toContain('the run ended before');
});
