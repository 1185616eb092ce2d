import { expect, test } from 'vitest';
import { coarseSearch, fineSearch, type LiveSearch } from '../../src/record/messages/live-grain.ts';
import { runLive } from '../../src/runner/subject/run-live.ts';

/** Runs subjects that read these peaks one after another, and notes what each was asked. */
const reading = (...peaks: readonly (number | null)[]) => {
  const asked: LiveSearch[] = [];
  const searches = new Map<string, LiveSearch>();
  const run = async (search: LiveSearch) => {
    asked.push(search);
    return { peak: peaks[asked.length - 1] ?? null };
  };
  const take = () => runLive('naive', searches, run, ({ peak }) => peak);
  return { asked, take };
};

test('a row’s first live sample is read behind a coarse search, its others without one', async () => {
  const { asked, take } = reading(100e6, 100.1e6, 100e6);
  expect(await take()).toEqual({ peak: 100.1e6 });
  expect(await take()).toEqual({ peak: 100e6 });
  expect(asked).toEqual([coarseSearch, fineSearch(100e6), fineSearch(100e6)]);
});

test('a sample that does not come up to what was found is read again behind another search', async () => {
  const { asked, take } = reading(100e6, 90e6, 91e6, 91e6);
  expect(await take()).toEqual({ peak: 91e6 });
  expect(asked).toEqual([coarseSearch, fineSearch(100e6), coarseSearch, fineSearch(91e6)]);
});

test('one that reads lower each time is read without a floor in the end', async () => {
  const { asked, take } = reading(100e6, 90e6, 80e6, 70e6, 60e6, 50e6, 40e6);
  expect(await take()).toEqual({ peak: 40e6 });
  expect(asked.at(-1)).toEqual({ precision: 'fine', floor: 0 });
});

test('a subject that fails in the search is the sample, and is not run twice', async () => {
  const { asked, take } = reading(null);
  expect(await take()).toEqual({ peak: null });
  expect(asked).toHaveLength(1);
});
