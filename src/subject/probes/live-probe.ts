import v8 from 'node:v8';
import { coarseSearch, grainOf, type LiveSearch } from '../../record/messages/live-grain.ts';
import { type Collector, openCollector } from './collector.ts';
import { boundsOf, gcEventsOf, higherOf, type LiveSummary, totalOf } from './gc-events.ts';
import { readMemory } from './heap-probe.ts';
import { lookAfterMaking, lookEveryTurn } from './instants.ts';
import type { Probe, ProbeReading } from './probe.ts';
import { type ResidentStart, readResident, watchResident } from './unseen.ts';
import { readWhole } from './whole-reads.ts';

export interface LiveProbe extends Probe {
  readonly stop: () => ProbeReading & { readonly precision: 'fine' | 'coarse' };
  /** Looks at memory now: called where a caller knows that something is complete, as after each document. */
  readonly look: () => void;
}

/**
 * The most that is alive at any of the instants at which it looks (`instants.ts`), and at any collection of the tight
 * schedule between them. Memory is collected at an instant only where it could tell anything: where what is in use, garbage
 * included, lies above what is known of the peak by more than the grain, and still does when the young generation is
 * collected.
 */
export const startLiveProbe = (
  { precision: asked, floor }: LiveSearch = coarseSearch,
  before: ResidentStart = readResident(),
  collector: Collector = openCollector(),
): LiveProbe => {
  const resident = watchResident(before);
  const atStart = totalOf(collector.readAlive());
  let bounds: LiveSummary = { peakLive: atStart, peakLiveBefore: atStart };
  let profiler = startProfiler();
  let collections = 0;
  let precision: 'fine' | 'coarse' = asked === 'coarse' ? 'coarse' : 'fine';
  let climbs = 0;
  /** The heap that was left by the last collection that is known of. */
  let heapAfter = Number.POSITIVE_INFINITY;

  const note = (peakLive: number, peakLiveBefore: number): void => {
    bounds = higherOf(bounds, { peakLive, peakLiveBefore });
  };

  const look = (): void => {
    const { heap, external } = readMemory();
    let inUse = heap + external;
    note(0, inUse);
    const known = Math.max(bounds.peakLive, floor);
    const decides = known + grainOf(known, precision);
    const isNear = inUse + longestStretch > known;
    heapAfter = Math.min(heapAfter, heap);
    if (inUse > decides || (isNear && heap > heapAfter + halfYoung)) {
      collector.collectYoung();
      collections += 1;
      const left = readMemory();
      heapAfter = left.heap;
      inUse = totalOf(left);
    }
    if (inUse > decides) {
      inUse = totalOf(collector.readAlive());
      note(inUse, inUse);
      climbs += 1;
      if (asked === 'tentative' && climbs > mostClimbs) precision = 'coarse';
    }
    collector.collectsAll(isNear);
    if (collections > mostEvents) handOver();
  };

  /** Turns the profiler's events into two numbers, and what that leaves behind is collected before the next one starts. */
  const handOver = (): void => {
    const events = profiler.stop();
    bounds = higherOf(bounds, boundsOf(gcEventsOf(events)));
    resident.note(events.statistics);
    collector.readAlive();
    profiler = startProfiler();
    collections = 0;
  };

  /**
   * Before a long call, at whose end memory is looked at. Where that may be the peak, older garbage goes first, or the
   * upper bound would hold it.
   */
  const enter = (given: number): void => {
    const known = Math.max(bounds.peakLive, floor);
    if (totalOf(readMemory()) + mostMade * given > known) {
      const alive = totalOf(collector.readAlive());
      note(alive, alive);
    }
    collector.collectsAll(false);
  };

  const stops = [readWhole(), lookAfterMaking(enter, look), lookEveryTurn(look)];
  return {
    look,
    stop: () => {
      for (const stop of stops) stop();
      // Before the profiler turns its events into objects.
      const residentOver = resident.end();
      const atEnd = totalOf(collector.readAlive());
      note(atEnd, atEnd);
      const events = profiler.stop();
      return {
        metrics: { ...higherOf(bounds, boundsOf(gcEventsOf(events))) },
        unavailable: {},
        resident: residentOver(events.statistics),
        precision,
      };
    },
  };
};

/** Bytes that code may allocate between two instants without passing the peak unseen: so far below it V8 may leave old garbage. */
const longestStretch = 32e6;

/**
 * Collections of everything that a tentative search makes before it grows coarse: some seconds of a large heap. What climbs
 * in jumps, as chunks and streams do, needs fewer.
 */
const mostClimbs = 200;

/**
 * Half of the young generation, which is collected before it is full: so V8 collects everything by itself only where code
 * allocates that much between two looks.
 */
const halfYoung = 1_000_000;

/** Bytes that a call makes of a byte, but for texts of nothing but small values: a document of the workload needs 1.3. */
const mostMade = 8;

/** The profiler keeps 4 KB for each collection, outside what is measured but not outside the machine. */
const mostEvents = 2000;

const startProfiler = (): v8.GCProfiler => {
  const profiler = new v8.GCProfiler();
  profiler.start();
  return profiler;
};
