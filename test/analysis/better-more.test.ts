import { expect, test } from 'vitest';
import { changeOf } from '../../src/analysis/changes/change-of.ts';
import { budgetInWords } from '../../src/analysis/checks/budget-words.ts';
import { judgeBudgets } from '../../src/analysis/checks/budgets.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { aJournal, rounds } from '../builders/journals.ts';

const side = (readings: readonly number[]) =>
  ({ status: 'completed', label: 'server', flags: null, readings: { requestsPerSecond: readings } }) as const;

const verdictOn = (before: readonly number[], after: readonly number[]): string | undefined =>
  changeOf(
    { metric: 'requestsPerSecond', share: 0.05 },
    {
      label: 'server',
      was: side(before),
      is: side(after),
      differences: [],
      words: { before: 'the baseline', after: 'this run', remedy: '' },
    },
  )?.verdict;

const many = [1000, 1001, 1002, 1003, 1004, 1005];
const few = many.map((rate) => 0.8 * rate);

test('fewer requests a second are a regression, and more an improvement', () => {
  expect(verdictOn(many, few)).toBe('regression');
  expect(verdictOn(few, many)).toBe('improvement');
  expect(verdictOn(many, many)).toBe('no change');
});

test('a latency is judged however short it is: it is of many requests', () => {
  const latencies = (factor: number) => ({
    ...side([]),
    readings: { latencyP50: many.map((ms) => (factor * ms) / 1000) },
  });
  const words = { before: 'the baseline', after: 'this run', remedy: '' };
  const pair = { label: 'server', was: latencies(1), is: latencies(3), differences: [], words };
  expect(changeOf({ metric: 'latencyP50', share: 0.5 }, pair)?.verdict).toBe('regression');
});

test('a budget of requests a second is the least that is wanted', () => {
  const { results } = analyseJournal(aJournal(rounds('server', 'requestsPerSecond', many)), {
    pinnedNode: '26.10.0',
  });
  const judged = [900, 1100, 1002].flatMap((limit) =>
    judgeBudgets([{ label: 'server', metric: 'requestsPerSecond', limit }], results, ['requestsPerSecond']),
  );
  expect(judged.map(({ verdict }) => verdict)).toEqual(['within', 'over', 'undecided']);
  expect(judged.map(budgetInWords)[1]).toBe(
    'requests/s 1,003, below its budget of 1,100 (95 % interval 1,000 to 1,005)',
  );
});
