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
 * - `--no-concurrent-recompilation`: a function that is called often is compiled anew, by a thread of its own that is done when
 *   it is done. The old code and the new were alive together at the peak, or not: of 270 samples of line-stream over a tenth of
 *   production 4 read 0.2 to 0.5 MB above the others, all of it machine code and what belongs to it; of 240 with this
 *   flag none, from 17.08 to 17.13 MB. It costs no time that could be measured.
 * - `--no-concurrent-sparkplug`: the same of the baseline compiler, whose thread also takes what room there is in pages of code
 *   and bytecode, and V8 counts that as in use until the thread is done. Beside two busy loops 13 of 100 idle samples over
 *   `small` read 0.2 to 0.5 MB high, a moment after a full collection; of 218 with this flag none, all within 8 kB.
 * - `--max-semi-space-size`: a collection comes when the young generation is full, so its size says how finely is seen what
 *   lives between two instants at which the probe looks.
 */
export const tightSchedule: readonly string[] = [
  '--expose-gc',
  '--gc-global',
  '--no-incremental-marking',
  '--no-concurrent-array-buffer-sweeping',
  '--no-flush-bytecode',
  '--no-concurrent-recompilation',
  '--no-concurrent-sparkplug',
  '--max-semi-space-size=2',
];

/** Those that a program can be given once it runs: the others must stand on a command line, or say what it must not see. */
export const scheduleFromInside = tightSchedule.filter(
  (flag) => flag !== '--expose-gc' && !flag.startsWith('--max-semi-space-size'),
);

/** Whether flags are the schedule that this version reads peakLive under. */
export const isTightSchedule = (flags: readonly string[]): boolean =>
  flags.join(' ') === tightSchedule.join(' ');
