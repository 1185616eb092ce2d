/**
 * The tight schedule under which peakLive is read: every collection is a full one, none is spread over steps, and dead
 * buffers are given back before the collection counts as done. Chosen by measurement, production workload, Node 26.10, readings at GC events alone:
 *
 * - `--gc-global`: scavenges collect everything, so that a reading after any collection is of what is alive.
 * - `--no-incremental-marking` and `--no-concurrent-array-buffer-sweeping`: name-then-chunk of 100 read 26.07 to 26.12 MB
 *   in four runs, and naive 666.4 to 667.1 in three. With V8's defaults for both, chunks read 28.5 to 30.3 (dead
 *   buffers counted) and naive 666.5 to 667.5; with a single-threaded collector naive took half as long again.
 * - `--no-flush-bytecode`: V8 throws away the code of functions that have seen some collections without being called. Under
 *   this schedule that came early, and 64 MB of objects read 62.5 MB above idle, whose few collections flush nothing.
 *
 * A collection comes when the young generation is full, so its size is the resolution, and its inverse the price: with
 * 2 MB naive would take minutes, with 8 MB chunks of 100 scatter from 22 to 23 MB.
 */
const tightFlags = [
  '--expose-gc',
  '--gc-global',
  '--no-incremental-marking',
  '--no-concurrent-array-buffer-sweeping',
  '--no-flush-bytecode',
];

/**
 * The young generation by the peak that a pilot saw under V8's own schedule, garbage included (peakTotal). The steps
 * lie far from the production strategies (17, 102 and 709 MB), so that a strategy is read alike in every run.
 */
const steps: readonly { readonly fromBytes: number; readonly semiSpaceMb: number }[] = [
  { fromBytes: 0, semiSpaceMb: 2 },
  { fromBytes: 200e6, semiSpaceMb: 4 },
  { fromBytes: 450e6, semiSpaceMb: 8 },
  { fromBytes: 1.5e9, semiSpaceMb: 16 },
];

/** V8's flags for a live sample. @param pilotPeak bytes; null where the pilot did not complete */
export const tightSchedule = (pilotPeak: number | null): readonly string[] => {
  const step = steps.findLast(({ fromBytes }) => (pilotPeak ?? 0) >= fromBytes);
  return [...tightFlags, `--max-semi-space-size=${step?.semiSpaceMb ?? 2}`];
};

/** Whether flags are a schedule that this version reads peakLive under, for a strategy of some size. */
export const isTightSchedule = (flags: readonly string[]): boolean =>
  steps.some(({ fromBytes }) => tightSchedule(fromBytes).join(' ') === flags.join(' '));
