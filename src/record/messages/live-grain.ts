/**
 * How finely a live sample looks for its peak. `coarse` finds roughly how high it lies; `fine` reads it, above a floor that
 * is known to be reached. `tentative` is fine as long as memory does not climb in too many steps, and coarse from then on.
 */
export interface LiveSearch {
  readonly precision: 'coarse' | 'fine' | 'tentative';
  /** Bytes below which nothing is collected for; 0 where nothing is known. */
  readonly floor: number;
}

/** Before anything is known of a strategy. */
export const firstSearch: LiveSearch = { precision: 'tentative', floor: 0 };

/** Where only the height is asked for. */
export const coarseSearch: LiveSearch = { precision: 'coarse', floor: 0 };

/** Takes long where memory climbs slowly to a great height, and misses nothing. */
export const wholeSearch: LiveSearch = { precision: 'fine', floor: 0 };

/**
 * The fine search behind a coarse one. The floor lies so far below what was found that another sample of the same strategy
 * reaches it, and so near that few collections are made between the two.
 */
export const fineSearch = (found: number): LiveSearch => ({
  precision: 'fine',
  floor: Math.max(0, found - Math.max(256_000, 0.002 * found)),
});

/** Bytes by which a search may miss a peak that lies this high: smaller steps would mean collecting all the time. */
export const grainOf = (peak: number, precision: 'coarse' | 'fine'): number =>
  precision === 'coarse' ? Math.max(512_000, 0.02 * peak) : Math.max(48_000, 0.000_1 * peak);

/** The smallest difference in peakLive that a comparison tells, bytes: twice the grain and what a stream scatters by. */
export const liveGrainOf = (peak: number): number => Math.max(100_000, 0.000_5 * peak);
