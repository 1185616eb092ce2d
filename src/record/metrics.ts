import { liveGrainOf } from './live-grain.ts';
import { type MeasuringPurpose, purposes } from './purposes.ts';

export const units = ['bytes', 'ms', 'count'] as const;
export type Unit = (typeof units)[number];

/** The tables of a report that show metrics. */
export type MetricTable = 'memory' | 'process' | 'survival' | 'load' | 'further';

/** All that there is to say of a metric. Whatever names metrics elsewhere is derived from this. */
interface MetricDefinition {
  /** What reports call it. */
  readonly title: string;
  readonly unit: Unit;
  /**
   * The purpose of the samples that read it; `ledger`: counted by the services, `client`: by the subject's HTTP client, both
   * in a sample of whichever purpose, so several times a round.
   */
  readonly readBy: MeasuringPurpose | 'ledger' | 'client';
  /** `when asked for`: what takes minutes, or is of few runs. `always`: it is kept even if a scenario picks other metrics. */
  readonly measured: 'by default' | 'when asked for' | 'always';
  /** Which table of a report has its column. */
  readonly table: MetricTable;
  /**
   * Whether figures of two machines may be compared. Times and resident memory may not. Nor may what V8's own schedule leaves
   * behind: by how much the heap may grow until the next collection it works out from the speeds at which it allocates and
   * collects (MemoryController::GrowingFactor in V8's heap-controller.cc). A tight schedule and the counts of allocations and
   * requests do not depend on the machine; how many of the requests are under way at once does.
   */
  readonly isPortable: boolean;
  /** Whether its samples take several cycles in one process. Counters are of one, and are left out of such samples. */
  readonly isOfSeveralCycles: boolean;
  /** Whether a 0 in every row is news: a reader of a table in which nothing was sent again need not be told so. */
  readonly isToldAtZero: boolean;
  /** The smallest difference that its instrument tells at a reading so high, in its unit; null where none is known. */
  readonly grain: ((reading: number) => number) | null;
  /** What it means of a program: the same as of a strategy, something else, or nothing, for a reason. */
  readonly ofProgram: 'same' | { readonly means: string } | { readonly lacks: string };
  /** What it is, in one sentence for reports. */
  readonly meaning: string;
}

const insideV8 = { lacks: "it is read inside Node's V8, and this is a program of its own" } as const;

/** The order is that of columns and lists; the first that rows are compared by is their headline. */
export const metrics = {
  peakLive: {
    title: 'peak live',
    unit: 'bytes',
    readBy: 'live',
    measured: 'by default',
    table: 'memory',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: liveGrainOf,
    ofProgram: insideV8,
    meaning:
      'the most memory needed at once, heap and external together: the largest reading after a collection, under a tight schedule of full collections',
  },
  peakLiveBefore: {
    title: 'upper bound',
    unit: 'bytes',
    readBy: 'live',
    measured: 'by default',
    table: 'memory',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning: 'of peak live: the largest reading before a collection of the same schedule, garbage included',
  },
  tracedPeak: {
    title: 'traced peak',
    unit: 'bytes',
    readBy: 'traced',
    measured: 'when asked for',
    table: 'memory',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning:
      "the most memory that the interpreter's own tracker saw allocated at once (CPython: tracemalloc), in samples of their own",
  },
  peakHeap: {
    title: 'peak heap',
    unit: 'bytes',
    readBy: 'heap',
    measured: 'by default',
    table: 'memory',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning:
      "the most V8 heap in use at once, garbage included, under V8's own schedule: exact, from every GC event",
  },
  peakTotal: {
    title: 'peak total',
    unit: 'bytes',
    readBy: 'heap',
    measured: 'by default',
    table: 'memory',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning: 'heap and external memory (buffers, large strings) together at the same GC event: a lower bound',
  },
  allocated: {
    title: 'allocated',
    unit: 'bytes',
    readBy: 'heap',
    measured: 'by default',
    table: 'further',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning: 'all bytes allocated on the V8 heap during the cycle',
  },
  gcCount: {
    title: 'collections',
    unit: 'count',
    readBy: 'heap',
    measured: 'by default',
    table: 'further',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning: 'collections during the cycle',
  },
  gcTime: {
    title: 'GC time',
    unit: 'ms',
    readBy: 'heap',
    measured: 'by default',
    table: 'further',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning: 'time that collections and their marking steps kept the main thread',
  },
  peakRss: {
    title: 'peak RSS',
    unit: 'bytes',
    readBy: 'timing',
    measured: 'by default',
    table: 'process',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: { means: 'of the largest of its processes' },
    meaning: "the kernel's high-water mark of the process's resident memory, without heap instruments",
  },
  wallTime: {
    title: 'wall time',
    unit: 'ms',
    readBy: 'timing',
    measured: 'by default',
    table: 'process',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: { means: 'its whole life, start-up included' },
    meaning: 'the first cycle of a fresh process, from the first request to the last workflow',
  },
  warmTime: {
    title: 'warm time',
    unit: 'ms',
    readBy: 'timing',
    measured: 'when asked for',
    table: 'process',
    isPortable: false,
    isOfSeveralCycles: true,
    isToldAtZero: true,
    grain: null,
    ofProgram: { lacks: 'the process of a program is one cycle' },
    meaning: 'a later cycle of the same process, median of five: what a service that runs for weeks takes',
  },
  cpuTime: {
    title: 'CPU time',
    unit: 'ms',
    readBy: 'timing',
    measured: 'by default',
    table: 'process',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: { means: 'of its whole life, with the children that it waited for' },
    meaning: 'processor time of the first cycle, all threads together',
  },
  minHeap: {
    title: 'min heap',
    unit: 'bytes',
    readBy: 'floor',
    measured: 'when asked for',
    table: 'process',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning:
      'the lowest limit of the old generation (young generation of 1 MB) survived three times out of three',
  },
  minContainer: {
    title: 'min container',
    unit: 'bytes',
    readBy: 'container',
    measured: 'when asked for',
    table: 'survival',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning:
      'the lowest memory limit of a container (a memory cgroup, page cache included, no swap) that the whole process survived three times out of three',
  },
  growthPerCycle: {
    title: 'growth',
    unit: 'bytes',
    readBy: 'cycles',
    measured: 'when asked for',
    table: 'process',
    isPortable: true,
    isOfSeveralCycles: true,
    isToldAtZero: true,
    grain: null,
    ofProgram: insideV8,
    meaning: 'slope of live memory over the cycles of one process: a leak, or none',
  },
  requests: {
    title: 'requests',
    unit: 'count',
    readBy: 'ledger',
    measured: 'by default',
    table: 'load',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning: 'requests that the services answered',
  },
  bytesReceived: {
    title: 'received',
    unit: 'bytes',
    readBy: 'ledger',
    measured: 'by default',
    table: 'load',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning: 'bytes of response bodies that the services sent',
  },
  largestResponse: {
    title: 'largest response',
    unit: 'bytes',
    readBy: 'ledger',
    measured: 'by default',
    table: 'load',
    isPortable: true,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning: 'the largest single answer: what the service behind it must hold',
  },
  peakInFlight: {
    title: 'in flight',
    unit: 'count',
    readBy: 'ledger',
    measured: 'by default',
    table: 'load',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning: 'the most requests under way at once',
  },
  peakBytesInFlight: {
    title: 'bytes in flight',
    unit: 'bytes',
    readBy: 'ledger',
    measured: 'by default',
    table: 'further',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning: 'the most bytes produced at once of answers that had not ended',
  },
  retries: {
    title: 'retries',
    unit: 'count',
    readBy: 'client',
    measured: 'always',
    table: 'load',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: false,
    grain: null,
    ofProgram: insideV8,
    meaning: 'requests that the client sent again after a fault: what it took to survive',
  },
  faults: {
    title: 'faults',
    unit: 'count',
    readBy: 'ledger',
    measured: 'when asked for',
    table: 'load',
    isPortable: false,
    isOfSeveralCycles: false,
    isToldAtZero: true,
    grain: null,
    ofProgram: 'same',
    meaning: 'answers that the services spoilt because the scenario says so: the strategy survived them',
  },
} as const satisfies Record<string, MetricDefinition>;

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as MetricName[];
export const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name);
const definitionOf = (name: MetricName): MetricDefinition => metrics[name];

/** Those of which something is true, in the catalogue's order. */
const metricsThat = (is: (definition: MetricDefinition) => boolean): MetricName[] =>
  metricNames.filter((name) => is(metrics[name]));

/** Read unless a scenario or the command line picks others. */
export const defaultMetrics = metricsThat(({ measured }) => measured !== 'when asked for');

/** The columns of a table, in order. */
export const metricsOfTable = (table: MetricTable): MetricName[] => metricsThat((one) => one.table === table);

/** Those that no sample of one cycle has. */
export const ofSeveralCycles = metricsThat(({ isOfSeveralCycles }) => isOfSeveralCycles);

/** Counted in a sample of one cycle, whatever it is for; what several samples of a round count alike is one reading. */
export const isCounted = (name: MetricName): boolean => purposeOf(name) === null;

/** What samples that read a metric are taken for; null for what is counted in any. */
export const purposeOf = (name: MetricName): MeasuringPurpose | null => {
  const { readBy } = metrics[name];
  return readBy === 'ledger' || readBy === 'client' ? null : readBy;
};

/** The metrics that samples of a purpose, the services or the client read: whoever reads them has a figure for each. */
export type MetricReadBy<Reader extends MetricDefinition['readBy']> = {
  [Name in MetricName]: (typeof metrics)[Name]['readBy'] extends Reader ? Name : never;
}[MetricName];

/** Metrics that a program never has. */
export type MetricOfStrategies = {
  [Name in MetricName]: (typeof metrics)[Name]['ofProgram'] extends { readonly lacks: string } ? Name : never;
}[MetricName];

export const ledgerMetrics = metricsThat(({ readBy }) => readBy === 'ledger');

/** The smallest difference in a metric that its instrument tells at a reading so high, in its unit; null where none is known. */
export const grainOf = (name: MetricName, reading: number): number | null =>
  definitionOf(name).grain?.(reading) ?? null;

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
