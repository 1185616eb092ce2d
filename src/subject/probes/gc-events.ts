import type { GCProfilerResult } from 'node:v8';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import type { MetricReadBy } from '../../record/metrics.ts';

/** What is read of an event of v8.GCProfiler. */
export interface GcEvent {
  readonly type: string;
  /** Milliseconds on the main thread. */
  readonly duration: number;
  readonly before: MemoryReading;
  readonly after: MemoryReading;
}

/** The one that leaves nothing that is not alive. */
const ofEverything = 'MarkSweepCompact';

type GcSummary = Readonly<Record<MetricReadBy<'heap'>, number>>;

/**
 * The events of Node 26.10 that are no collections, of the five that it names: Scavenge, MinorMarkSweep and
 * MarkSweepCompact collect; IncrementalMarking is a step of marking, after which the heap is as large as before;
 * ProcessWeakCallbacks clears handles after a collection that has its own event. The latter two still cost time.
 */
const notCollections: ReadonlySet<string> = new Set(['IncrementalMarking', 'ProcessWeakCallbacks']);

/**
 * Between two events the heap in use only grows, so its peak is the largest reading before an event, or the first, or
 * the last: exact, though nothing was polled. External memory may shrink between events: `peakTotal` is a lower bound.
 *
 * @param events in the order in which they happened; none is a cycle without collections
 */
export const summariseGcEvents = (
  start: MemoryReading,
  events: readonly GcEvent[],
  final: MemoryReading,
): GcSummary => {
  let peakHeap = Math.max(start.heap, final.heap);
  let peakTotal = Math.max(totalOf(start), totalOf(final));
  let allocated = 0;
  let gcCount = 0;
  let gcTime = 0;
  let last = start;
  for (const { type, duration, before, after } of events) {
    peakHeap = Math.max(peakHeap, before.heap);
    peakTotal = Math.max(peakTotal, totalOf(before));
    allocated += growth(last, before);
    if (!notCollections.has(type)) gcCount += 1;
    gcTime += duration;
    last = after;
  }
  return { peakHeap, peakTotal, allocated: allocated + growth(last, final), gcCount, gcTime };
};

export type LiveSummary = Readonly<Record<MetricReadBy<'live'>, number>>;

/** Of any events: of none, nothing is known. After a collection of the whole heap only what is alive is left, so the
 * largest such reading is a lower bound; between two collections memory only grows (external memory too, unless it is
 * freed by hand), so the largest reading before one, of whichever kind, is an upper bound.
 */
export const boundsOf = (events: readonly GcEvent[]): LiveSummary => {
  let bounds: LiveSummary = { peakLive: 0, peakLiveBefore: 0 };
  for (const { type, before, after } of events) {
    if (notCollections.has(type)) continue;
    const peakLive = type === ofEverything ? totalOf(after) : 0;
    bounds = higherOf(bounds, { peakLive, peakLiveBefore: totalOf(before) });
  }
  return bounds;
};

/** What is alive was in use, so the upper bound is never the lower one. */
export const higherOf = (one: LiveSummary, other: LiveSummary): LiveSummary => {
  const peakLive = Math.max(one.peakLive, other.peakLive);
  return { peakLive, peakLiveBefore: Math.max(peakLive, one.peakLiveBefore, other.peakLiveBefore) };
};

export const totalOf = ({ heap, external }: MemoryReading): number => heap + external;

/** Never negative: should a reading lie below the one before, nothing was freed by allocating. */
const growth = (from: MemoryReading, to: MemoryReading): number => Math.max(0, to.heap - from.heap);

/** Node's own form of the events. `cost` is in microseconds. */
export const gcEventsOf = ({ statistics }: Pick<GCProfilerResult, 'statistics'>): GcEvent[] =>
  statistics.map(({ gcType, cost, beforeGC, afterGC }) => ({
    type: gcType,
    duration: cost / 1000,
    before: { heap: beforeGC.heapStatistics.usedHeapSize, external: beforeGC.heapStatistics.externalMemory },
    after: { heap: afterGC.heapStatistics.usedHeapSize, external: afterGC.heapStatistics.externalMemory },
  }));
