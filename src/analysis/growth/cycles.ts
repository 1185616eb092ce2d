import { type Growth, growthOf } from './growth.ts';

/**
 * How live memory goes on over the cycles of one process, bytes a cycle. Null for too few of them.
 * @param liveBytes after each cycle
 */
export const growthOfCycles = (liveBytes: readonly number[]): Growth | null =>
  growthOf(
    liveBytes.map((bytes, i) => ({ at: i + 1, bytes })),
    ofV8Itself(liveBytes.length),
  );

/**
 * Bytes a cycle that are no leak: V8 gathers feedback and compiles for hundreds of cycles, ever less. Over the part that is
 * looked at, idle and four built-in strategies read 4 to 14 kB a cycle of 20 cycles, 1 to 5.5 kB of 60, 0.2 to 0.7 kB of 200
 * and 90 to 165 B of 500 (Node 26.10).
 */
const ofV8Itself = (cycles: number): number => 32_000 * (20 / cycles) ** 1.25;
