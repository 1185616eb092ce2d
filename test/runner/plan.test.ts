import { expect, test } from 'vitest';
import { purposesOf } from '../../src/record/metrics.ts';
import { planSamples } from '../../src/runner/plan.ts';
import { aProgram, aVariant } from '../builders/journals.ts';

const variants = ['idle', 'naive', 'per-status'].map((label) => aVariant(label));
const shown = (rounds: number): string[] =>
  planSamples(variants, ['peakHeap', 'wallTime'], rounds).map(
    ({ variant, purpose, round }) => `${round} ${purpose} ${variant.label}`,
  );

test('a pilot of each strategy comes first where memory is measured, and none where only time is', () => {
  expect(shown(1).slice(0, 3)).toEqual(['0 pilot idle', '0 pilot naive', '0 pilot per-status']);
  expect(planSamples(variants, ['wallTime'], 1).map(({ purpose }) => purpose)).toEqual(
    Array(3).fill('timing'),
  );
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

test('a program has no pilot, and is sampled for what it can tell', () => {
  const rows = [aVariant('naive'), aProgram('python', { traced: true })];
  expect(
    planSamples(rows, ['peakHeap', 'peakRss', 'tracedPeak'], 1).map(
      ({ variant, purpose, round }) => `${round} ${purpose} ${variant.label}`,
    ),
  ).toEqual(['0 pilot naive', '1 heap naive', '1 timing naive', '1 timing python', '1 traced python']);
});
