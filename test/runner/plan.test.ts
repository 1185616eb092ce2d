import { expect, test } from 'vitest';
import { purposesOf } from '../../src/record/metrics.ts';
import { planSamples } from '../../src/runner/plan.ts';
import { aProgram, aRow } from '../builders/journals.ts';

const rows = ['idle', 'naive', 'per-status'].map((label) => aRow(label));
const shown = (rounds: number): string[] =>
  planSamples(rows, { metrics: ['peakHeap', 'wallTime'], samples: rounds }).map(
    ({ row, purpose, round }) => `${round} ${purpose} ${row.label}`,
  );

test('a pilot of each strategy comes first where memory is measured, and none where only time is', () => {
  expect(shown(1).slice(0, 3)).toEqual(['0 pilot idle', '0 pilot naive', '0 pilot per-status']);
  expect(planSamples(rows, { metrics: ['wallTime'], samples: 1 }).map(({ purpose }) => purpose)).toEqual(
    Array(3).fill('timing'),
  );
});

test('a pilot comes first in any case where what each strategy sees must be known', () => {
  const plan = planSamples(rows, { metrics: ['wallTime'], samples: 1, pilots: 'always' });
  expect(plan.map(({ purpose }) => purpose)).toEqual([...Array(3).fill('pilot'), ...Array(3).fill('timing')]);
});

test('a round measures every strategy once for each purpose before the next round begins', () => {
  expect(shown(1).slice(3)).toEqual([
    '1 heap idle',
    '1 heap naive',
    '1 heap per-status',
    '1 timing idle',
    '1 timing naive',
    '1 timing per-status',
  ]);
});

test('each round begins with another strategy', () => {
  expect(
    shown(4)
      .filter((line) => line.includes('heap'))
      .map((line) => line.replace('heap ', '')),
  ).toEqual([
    '1 idle',
    '1 naive',
    '1 per-status',
    '2 naive',
    '2 per-status',
    '2 idle',
    '3 per-status',
    '3 idle',
    '3 naive',
    '4 idle',
    '4 naive',
    '4 per-status',
  ]);
});

test('only the purposes that the metrics need are sampled', () => {
  expect(purposesOf(['peakHeap', 'gcTime'])).toEqual(['heap']);
  expect(purposesOf(['wallTime', 'requests'])).toEqual(['timing']);
  expect(purposesOf(['peakRss', 'allocated'])).toEqual(['heap', 'timing']);
});

test('what the services count comes with a sample of any purpose, and needs one', () => {
  expect(purposesOf(['requests'])).toEqual(['timing']);
});

test('limits of a container are tried once for each strategy, however many rounds there are, and need no pilot', () => {
  const plan = planSamples(rows, { metrics: ['wallTime'], limits: [2 ** 30], samples: 2 });
  expect(plan.map(({ purpose, round }) => `${round} ${purpose}`)).toEqual([
    ...Array(3).fill('1 timing'),
    ...Array(3).fill('1 container'),
    ...Array(3).fill('2 timing'),
  ]);
});

test('a program has no pilot, and is sampled for what it can tell', () => {
  const rows = [aRow('naive'), aProgram('python', { traced: true })];
  expect(
    planSamples(rows, { metrics: ['peakHeap', 'peakRss', 'tracedPeak'], samples: 1 }).map(
      ({ row, purpose, round }) => `${round} ${purpose} ${row.label}`,
    ),
  ).toEqual(['0 pilot naive', '1 heap naive', '1 timing naive', '1 timing python', '1 traced python']);
});
