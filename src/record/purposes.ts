/** Memory that a sample's instruments may not read: outside V8's own figures, in Workers, in other processes. */
type UnseenKind = 'resident' | 'workers' | 'children';

interface PurposeDefinition {
  /** What its samples read. */
  readonly reads: string;
  /** `once`: a sample is a series of runs by itself, and a run takes one of each row. */
  readonly taken: 'each round' | 'once';
  /** Why a pilot comes before it: its figures say where a search begins, its timeline shows what was measured; null where none does. */
  readonly pilot: 'figures' | 'timeline' | null;
  /**
   * The memory that its figures in bytes leave out. A Worker lies inside the process, whose resident memory has it; another
   * process is in the container's memory alone. A limit on V8's heap says nothing of what is outside it, in Workers and
   * elsewhere.
   */
  readonly leavesOut: readonly UnseenKind[];
}

/**
 * What a sample is instrumented for. No sample serves two: what reads the heap slows the clock, so a heap sample is not a
 * timing sample. The order is that of a round.
 */
export const purposeDefinitions = {
  heap: {
    reads: "the heap under V8's own schedule",
    taken: 'each round',
    pilot: 'timeline',
    leavesOut: ['resident', 'workers', 'children'],
  },
  live: {
    reads: 'what is needed at most, at instants of the program',
    taken: 'each round',
    pilot: 'timeline',
    leavesOut: ['resident', 'workers', 'children'],
  },
  timing: {
    reads: 'nothing but the clock and the kernel',
    taken: 'each round',
    pilot: null,
    leavesOut: ['children'],
  },
  cycles: {
    reads: 'live memory after each of many cycles in one process',
    taken: 'once',
    pilot: 'figures',
    leavesOut: ['resident', 'workers', 'children'],
  },
  stretches: {
    reads: "a server's settled memory before the load and after each of many stretches of it",
    taken: 'each round',
    pilot: null,
    leavesOut: [],
  },
  floor: {
    reads: 'the lowest heap limit that is survived, by a search',
    taken: 'once',
    pilot: 'figures',
    leavesOut: ['workers', 'children'],
  },
  container: {
    reads: 'which memory limits of a container are survived, by a search the lowest, and the page cache',
    taken: 'once',
    pilot: null,
    leavesOut: [],
  },
  traced: {
    reads: 'what a program traces of its own allocations',
    taken: 'each round',
    pilot: null,
    leavesOut: [],
  },
} as const satisfies Readonly<Record<string, PurposeDefinition>>;

export type MeasuringPurpose = keyof typeof purposeDefinitions;
export const purposes = Object.keys(purposeDefinitions) as MeasuringPurpose[];

/**
 * A pilot comes before the rounds, once for each strategy. Its figures choose the flags of the samples that follow, and
 * its timeline shows the course of memory; they are never pooled with the others.
 */
export type Purpose = MeasuringPurpose | 'pilot';

/** Samples of a purpose that a run of so many rounds takes of each strategy. */
export const samplesOf = (purpose: MeasuringPurpose, rounds: number): number =>
  ({ once: 1, 'each round': rounds })[purposeDefinitions[purpose].taken];
