import { expect, test } from 'vitest';
import {
  fineSearch,
  firstSearch,
  type LiveSearch,
  wholeSearch,
} from '../../src/record/messages/live-grain.ts';
import { type LiveFound, runLive } from '../../src/runner/subject/run-live.ts';

const fine = (peak: number): LiveFound => ({ peak, precision: 'fine' });
const coarse = (peak: number): LiveFound => ({ peak, precision: 'coarse' });

/** Runs subjects that read this one after another, and notes what each was asked; null is one that failed. */
const reading = (...samples: readonly (LiveFound | null)[]) => {
  const asked: LiveSearch[] = [];
  const searches = new Map<string, LiveSearch>();
  const run = async (search: LiveSearch) => {
    asked.push(search);
    return { read: samples[asked.length - 1] ?? null };
  };
  const take = async () => (await runLive('naive', searches, run, ({ read }) => read))?.read?.peak;
  return { asked, take };
};

test('a row’s first live sample is its own search, and the others look above what it found', async () => {
  const { asked, take } = reading(fine(100e6), fine(100.1e6));
  expect(await take()).toBe(100e6);
  expect(await take()).toBe(100.1e6);
  expect(asked).toEqual([firstSearch, fineSearch(100e6)]);
});

test('a first sample that grew coarse on the way was a search, and another is read behind it', async () => {
  const { asked, take } = reading(coarse(99e6), fine(100e6), fine(100e6));
  expect(await take()).toBe(100e6);
  expect(await take()).toBe(100e6);
  expect(asked).toEqual([firstSearch, fineSearch(99e6), fineSearch(99e6)]);
});

test('a sample that does not come up to what was found is read again behind another search', async () => {
  const { asked, take } = reading(coarse(100e6), fine(90e6), coarse(91e6), fine(91e6));
  expect(await take()).toBe(91e6);
  expect(asked).toEqual([firstSearch, fineSearch(100e6), firstSearch, fineSearch(91e6)]);
});

test('one that reads lower each time is read without a floor in the end', async () => {
  const { asked, take } = reading(...[100, 90, 80, 70, 60, 50, 40].map((peak) => coarse(peak * 1e6)));
  expect(await take()).toBe(40e6);
  expect(asked.at(-1)).toEqual(wholeSearch);
});

test('a subject that fails in the search is the sample, and is not run twice', async () => {
  const { asked, take } = reading(null);
  expect(await take()).toBeUndefined();
  expect(asked).toHaveLength(1);
});
