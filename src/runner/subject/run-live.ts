import { fineSearch, firstSearch, type LiveSearch, wholeSearch } from '../../record/messages/live-grain.ts';

/** One that reads lower each time is searched without a floor in the end, which takes long and misses nothing. */
const mostSearches = 3;

/** What a live sample has read. */
export interface LiveFound {
  /** Bytes. */
  readonly peak: number;
  /** As fine as a sample's reading is, or what a search found. */
  readonly precision: 'fine' | 'coarse';
}

/**
 * Reads a peak of live memory by running a subject. A row's first sample knows nothing of it: if it had to grow coarse on
 * the way it was a search, whose figures count nowhere, and the next collects only where what was found leaves something to
 * decide. One that does not come up to it is run again, behind a new search.
 *
 * @param searches what was found of each row so far, by label
 * @param run a subject; null when it was interrupted
 * @param foundBy what it read; null where it failed
 */
export const runLive = async <Run>(
  label: string,
  searches: Map<string, LiveSearch>,
  run: (search: LiveSearch) => Promise<Run | null>,
  foundBy: (run: Run) => LiveFound | null,
): Promise<Run | null> => {
  for (let tried = 0; tried < mostSearches; tried++) {
    let search = searches.get(label);
    if (search === undefined) {
      const first = await run(firstSearch);
      const found = first && foundBy(first);
      if (found === null) return first;
      search = fineSearch(found.peak);
      searches.set(label, search);
      if (found.precision === 'fine') return first;
    }
    const fine = await run(search);
    const found = fine && foundBy(fine);
    if (found === null || found.peak > search.floor) return fine;
    searches.delete(label);
  }
  return run(wholeSearch);
};
