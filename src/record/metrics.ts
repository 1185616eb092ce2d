/**
 * The metrics, each with its unit, the purpose of the sample that yields it, and one line on what it means.
 * A sample is instrumented for one purpose: what reads the heap slows the clock, so a heap sample is not a timing sample.
 */
export const units = ['bytes', 'ms', 'count'] as const;
export type Unit = (typeof units)[number];

/**
 * What a sample is instrumented for: the heap under V8's own schedule, the heap under a tight one, nothing but the clock,
 * many cycles in one process, the search for the lowest heap limit, survival in a container of limited memory, or a
 * program that traces its own allocations. No sample serves two of them.
 */
export const purposes = ['heap', 'live', 'timing', 'cycles', 'floor', 'container', 'traced'] as const;
export type MeasuringPurpose = (typeof purposes)[number];

const series: readonly MeasuringPurpose[] = ['cycles', 'floor', 'container'];

/** Samples of a purpose that a run of so many rounds takes of each strategy: some are a series of runs by themselves. */
export const samplesOf = (purpose: MeasuringPurpose, rounds: number): number =>
  series.includes(purpose) ? 1 : rounds;

/**
 * A pilot comes before the rounds, once for each strategy. Its figures choose the flags of the samples that follow, and
 * its timeline shows the course of memory; they are never pooled with the others.
 */
export type Purpose = MeasuringPurpose | 'pilot';

export interface MetricDefinition {
  readonly unit: Unit;
  /** `ledger`: counted by the services, `client`: by the subject's HTTP client; both in a sample of whichever purpose. */
  readonly readBy: MeasuringPurpose | 'ledger' | 'client';
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
  minContainer: {
    unit: 'bytes',
    readBy: 'container',
    title: 'min container',
    meaning:
      'the lowest memory limit of a container (a memory cgroup, page cache included, no swap) that the whole process survived three times out of three',
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
  retries: {
    unit: 'count',
    readBy: 'client',
    title: 'retries',
    meaning: 'requests that the client sent again after a fault: what it took to survive',
  },
  faults: {
    unit: 'count',
    readBy: 'ledger',
    title: 'faults',
    meaning: 'answers that the services spoilt because the scenario says so: the strategy survived them',
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;
/** Read unless a scenario or the command line picks others: the rest take minutes, or are of programs only. */
export const defaultMetrics = (Object.keys(metrics) as MetricName[]).filter(
  (name) => !['warmTime', 'minHeap', 'minContainer', 'growthPerCycle', 'tracedPeak', 'faults'].includes(name),
);
export const metricNames = Object.keys(metrics) as MetricName[];
/** Counted in a sample of one cycle, whatever it is for. */
export const isCounted = (name: MetricName): boolean => ['ledger', 'client'].includes(metrics[name].readBy);
/**
 * The purposes that yield these metrics, and survival under limits where there are any. What the services count comes
 * with any purpose, so it never adds one.
 */
export const purposesOf = (
  wanted: readonly MetricName[],
  limits: readonly number[] = [],
): MeasuringPurpose[] => {
  const needed = purposes.filter(
    (purpose) =>
      wanted.some((metric) => metrics[metric].readBy === purpose) ||
      (purpose === 'container' && limits.length > 0),
  );
  return needed.length > 0 ? needed : ['timing'];
};
export const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name);
