import { expect, test } from 'vitest';
import { type RoundOver, watchRounds } from '../../src/harness/watch-rounds.ts';
import type { MeasureEvent } from '../../src/runner/measure.ts';
import { productionJournal } from '../builders/journals.ts';

/** What is told while a run is measured, sample by sample. */
const told = (): RoundOver[] => {
  const { header, samples } = productionJournal(3);
  const inOrder = samples.toSorted((a, b) => a.round - b.round);
  const roundOver = watchRounds();
  const found = [roundOver({ type: 'planned', header, samples: samples.length })];
  for (const [index, sample] of inOrder.entries()) {
    const sampling = { type: 'sampling', planned: sample, index } as unknown as MeasureEvent;
    found.push(roundOver(sampling), roundOver({ type: 'sampled', sample, index, tookMs: 1 }));
  }
  return found.filter((event) => event !== null);
};

test('each round but the last is told when it is over, with what is known by then', () => {
  const rounds = told().filter(({ round }) => round > 0);
  expect(rounds.map(({ round, rounds: of }) => [round, of])).toEqual([
    [1, 3],
    [2, 3],
  ]);
  const counts = rounds.map(({ run }) => run().results.map(({ metrics }) => metrics.peakLive?.n));
  expect(new Set(counts[0])).toEqual(new Set([1]));
  expect(new Set(counts[1])).toEqual(new Set([2]));
});

test('what pilots have read of the heap stands in until the first round is over', () => {
  const { header, samples } = productionJournal(1);
  const pilots = samples
    .filter(({ purpose }) => purpose === 'heap')
    .map((sample) => ({ ...sample, purpose: 'pilot' as const, round: 0 }));
  const roundOver = watchRounds();
  roundOver({ type: 'planned', header, samples: 9 });
  for (const [index, sample] of pilots.entries()) roundOver({ type: 'sampled', sample, index, tookMs: 1 });
  const [first] = samples;
  const over = roundOver({
    type: 'sampling',
    planned: { ...first, round: 1 },
    index: 9,
  } as unknown as MeasureEvent);
  const figures = over?.run().results.map(({ metrics }) => metrics.peakHeap?.n);
  expect(over?.round).toBe(0);
  expect(figures).toEqual(pilots.map(() => 1));
});
