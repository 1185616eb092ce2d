import { type Growth, growthOf } from './growth.ts';

/**
 * How live memory goes on over the cycles of one process, bytes a cycle. Null for too few of them.
 * @param liveBytes after each cycle
 * @param flags that V8 had
 */
export const growthOfCycles = (liveBytes: readonly number[], flags: readonly string[]): Growth | null =>
  growthOf(
    liveBytes.map((bytes, i) => ({ at: i + 1, bytes })),
    ofV8Itself(liveBytes.length, flags),
  );

/**
 * Bytes a cycle that are no leak, but V8's. Where all is interpreted, idle and four built-in strategies read 0 to 0.4 kB a
 * cycle of 20 cycles, and 0.1 kB of 60; interval and all stay below the half of this. Samples of before V8 compiled
 * meanwhile, for hundreds of cycles, ever less: they read 4 to 14 kB a cycle of 20 cycles, 1 to 5.5 kB of 60, 0.1 to 0.2 kB
 * of 500 (Node 26.10).
 */
const ofV8Itself = (cycles: number, flags: readonly string[]): number =>
  flags.includes('--no-opt') ? 2000 * (20 / cycles) : 32_000 * (20 / cycles) ** 1.25;
