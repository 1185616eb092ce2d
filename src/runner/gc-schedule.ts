/**
 * The tight schedule under which peakLive is read: one for all strategies, so that any two may be compared. Every collection
 * that V8 makes by itself is a full one, none is spread over steps, and dead buffers are given back before the collection counts
 * as done; where the probe may do with less, it says so (`subject/probes/collector.ts`). Chosen by measurement, production
 * workload, Node 26.10, readings at GC events alone:
 *
 * - `--gc-global`: a reading after any collection is of what is alive.
 * - `--no-incremental-marking` and `--no-concurrent-array-buffer-sweeping`: name-then-chunk of 100 read 26.07 to 26.12 MB
 *   in four runs, and naive 666.4 to 667.1 in three. With V8's defaults for both, chunks read 28.5 to 30.3 (dead
 *   buffers counted) and naive 666.5 to 667.5; with a single-threaded collector naive took half as long again.
 * - `--no-flush-bytecode`: V8 throws away the code of functions that have seen some collections without being called. Under
 *   this schedule that came early, and 64 MB of objects read 62.5 MB above idle, whose few collections flush nothing.
 * - `--max-semi-space-size`: a collection comes when the young generation is full, so its size says how finely is seen what
 *   lives between two instants at which the probe looks.
 */
export const tightSchedule: readonly string[] = [
  '--expose-gc',
  '--gc-global',
  '--no-incremental-marking',
  '--no-concurrent-array-buffer-sweeping',
  '--no-flush-bytecode',
  '--max-semi-space-size=2',
];

/** Whether flags are the schedule that this version reads peakLive under. */
export const isTightSchedule = (flags: readonly string[]): boolean =>
  flags.join(' ') === tightSchedule.join(' ');
