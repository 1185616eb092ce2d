/**
 * The metrics, each with its unit, the purpose of the sample that yields it, and one line on what it means.
 * A sample is instrumented for one purpose: what reads the heap slows the clock, so a heap sample is not a timing sample.
 */
export type Unit = 'bytes' | 'ms' | 'count';

/** What a sample is instrumented for: the heap under V8's own schedule, under a tight one, or nothing but the clock. */
export const purposes = ['heap', 'live', 'timing'] as const;
export type MeasuringPurpose = (typeof purposes)[number];

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
  cpuTime: {
    unit: 'ms',
    readBy: 'timing',
    title: 'CPU time',
    meaning: 'processor time of the same cycle, all threads together',
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
export const metricNames = Object.keys(metrics) as MetricName[];
export const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name);
