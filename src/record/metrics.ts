/**
 * The metrics, each with its unit, the purpose of the sample that yields it, and one line on what it means.
 * A sample is instrumented for one purpose: what reads the heap slows the clock, so a heap sample is not a timing sample.
 */
export type Unit = 'bytes' | 'ms' | 'count';

/**
 * What a sample is instrumented for: the heap under V8's own schedule, the heap under a tight one, nothing but the clock,
 * many cycles in one process, the search for the lowest heap limit, or a program that traces its own allocations. No sample
 * serves two of them.
 */
export const purposes = ['heap', 'live', 'timing', 'cycles', 'floor', 'traced'] as const;
export type MeasuringPurpose = (typeof purposes)[number];

/** Samples of a purpose that a run of so many rounds takes of each strategy: cycles and floor are series by themselves. */
export const samplesOf = (purpose: MeasuringPurpose, rounds: number): number =>
  purpose === 'cycles' || purpose === 'floor' ? 1 : rounds;

/**
 * A pilot comes before the rounds, once for each strategy. Its figures choose the flags of the samples that follow, and
 * its timeline shows the course of memory; they are never pooled with the others.
 */
export type Purpose = MeasuringPurpose | 'pilot';

export interface MetricDefinition {
  readonly unit: Unit;
  /** `ledger`: counted by the services, in a sample of whichever purpose. */
  readonly readBy: MeasuringPurpose | 'ledger';
  readonly title: string;
  readonly meaning: string;
}

export const metrics = {
  peakLive: {
    unit: 'bytes',
    readBy: 'live',
    title: 'peak live',
    meaning:
      'the most memory needed at once, heap and external together: the largest reading after a collection, under a tight schedule of full collections',
  },
  peakLiveBefore: {
    unit: 'bytes',
    readBy: 'live',
    title: 'at most',
    meaning:
      'upper bound of peak live: the largest reading before a collection of the same schedule, garbage included',
  },
  tracedPeak: {
    unit: 'bytes',
    readBy: 'traced',
    title: 'traced peak',
    meaning:
      "the most memory that the interpreter's own tracker saw allocated at once (CPython: tracemalloc), in samples of their own",
  },
  peakHeap: {
    unit: 'bytes',
    readBy: 'heap',
    title: 'peak heap',
    meaning:
      "the most V8 heap in use at once, garbage included, under V8's own schedule: exact, from every GC event",
  },
  peakTotal: {
    unit: 'bytes',
    readBy: 'heap',
    title: 'peak total',
    meaning: 'heap and external memory (buffers, large strings) together at the same GC event: a lower bound',
  },
  allocated: {
    unit: 'bytes',
    readBy: 'heap',
    title: 'allocated',
    meaning: 'all bytes allocated on the V8 heap during the cycle',
  },
  gcCount: { unit: 'count', readBy: 'heap', title: 'collections', meaning: 'collections during the cycle' },
  gcTime: {
    unit: 'ms',
    readBy: 'heap',
    title: 'GC time',
    meaning: 'time that collections and their marking steps kept the main thread',
  },
  peakRss: {
    unit: 'bytes',
    readBy: 'timing',
    title: 'peak RSS',
    meaning: "the kernel's high-water mark of the process's resident memory, without heap instruments",
  },
  wallTime: {
    unit: 'ms',
    readBy: 'timing',
    title: 'wall time',
    meaning: 'the first cycle of a fresh process, from the first request to the last workflow',
  },
  warmTime: {
    unit: 'ms',
    readBy: 'timing',
    title: 'warm time',
    meaning: 'a later cycle of the same process, median of five: what a service that runs for weeks takes',
  },
  cpuTime: {
    unit: 'ms',
    readBy: 'timing',
    title: 'CPU time',
    meaning: 'processor time of the first cycle, all threads together',
  },
  minHeap: {
    unit: 'bytes',
    readBy: 'floor',
    title: 'min heap',
    meaning:
      'the lowest limit of the old generation (young generation of 1 MB) survived three times out of three',
  },
  growthPerCycle: {
    unit: 'bytes',
    readBy: 'cycles',
    title: 'growth',
    meaning: 'slope of live memory over the cycles of one process: a leak, or none',
  },
  requests: {
    unit: 'count',
    readBy: 'ledger',
    title: 'requests',
    meaning: 'requests that the services answered',
  },
  bytesReceived: {
    unit: 'bytes',
    readBy: 'ledger',
    title: 'received',
    meaning: 'bytes of response bodies that the services sent',
  },
  largestResponse: {
    unit: 'bytes',
    readBy: 'ledger',
    title: 'largest response',
    meaning: 'the largest single answer: what the service behind it must hold',
  },
  peakInFlight: {
    unit: 'count',
    readBy: 'ledger',
    title: 'in flight',
    meaning: 'the most requests under way at once',
  },
  peakBytesInFlight: {
    unit: 'bytes',
    readBy: 'ledger',
    title: 'bytes in flight',
    meaning: 'the most bytes produced at once of answers that had not ended',
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;
/** Read unless a scenario or the command line picks others: the rest take minutes, or are of programs only. */
export const defaultMetrics = (Object.keys(metrics) as MetricName[]).filter(
  (name) => !['warmTime', 'minHeap', 'growthPerCycle', 'tracedPeak'].includes(name),
);
export const metricNames = Object.keys(metrics) as MetricName[];
/** The purposes that yield these metrics. What the services count comes with any purpose, so it never adds one. */
export const purposesOf = (wanted: readonly MetricName[]): MeasuringPurpose[] => {
  const needed = purposes.filter((purpose) => wanted.some((metric) => metrics[metric].readBy === purpose));
  return needed.length > 0 ? needed : ['timing'];
};
export const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name);
