import { coarseSearch, fineSearch, type LiveSearch } from '../../record/messages/live-grain.ts';

/** One that reads lower each time is searched without a floor in the end, which takes long and misses nothing. */
const mostCoarse = 3;

/**
 * Reads a peak of live memory by running a subject. Before a row's first sample another subject is run, whose figures count
 * nowhere: it tells how high the peak lies, so that the samples collect only where that decides. One that does not come
 * up to it is run again, behind a new search.
 *
 * @param searches what was found of each row so far, by label
 * @param run a subject; null when it was interrupted
 * @param peakOf what it read, in bytes; null where it failed
 */
export const runLive = async <Run>(
  label: string,
  searches: Map<string, LiveSearch>,
  run: (search: LiveSearch) => Promise<Run | null>,
  peakOf: (run: Run) => number | null,
): Promise<Run | null> => {
  for (let tried = 0; tried < mostCoarse; tried++) {
    let search = searches.get(label);
    if (search === undefined) {
      const scout = await run(coarseSearch);
      const found = scout && peakOf(scout);
      if (found === null) return scout;
      search = fineSearch(found);
      searches.set(label, search);
    }
    const fine = await run(search);
    const peak = fine && peakOf(fine);
    if (peak === null || peak > search.floor) return fine;
    searches.delete(label);
  }
  return run({ precision: 'fine', floor: 0 });
};
