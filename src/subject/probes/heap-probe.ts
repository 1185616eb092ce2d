import v8 from 'node:v8';
import {
  type GcEvent,
  gcEventsOf,
  type MemoryReading,
  summariseGcEvents,
  summariseLive,
} from './gc-events.ts';
import type { Probe, ProbeReading } from './probe.ts';

/**
 * Reads the heap at every GC event (v8.GCProfiler), at the start and at the end. Costs nothing between collections,
 * and keeps what it gathers (about 4 KB an event) outside the heap until it has stopped.
 */
export const startHeapProbe = (): Probe =>
  probeGcEvents(readMemory, (start, events, final) => ({
    metrics: { ...summariseGcEvents(start, events, final) },
    unavailable: {},
  }));

/**
 * The same under a tight schedule, for what is alive. Needs --expose-gc and --gc-global; an Error without them, since
 * a reading after a partial collection would be no bound of anything.
 */
export const startLiveProbe = (): Probe => {
  const collect = globalThis.gc;
  if (collect === undefined || !process.execArgv.includes('--gc-global')) {
    throw new Error('the live probe needs --expose-gc and --gc-global');
  }
  const readAlive = (): MemoryReading => {
    collect();
    return readMemory();
  };
  return probeGcEvents(readAlive, (start, events, final) => ({
    metrics: { ...summariseLive(start, events, final) },
    unavailable: {},
  }));
};

const probeGcEvents = (
  read: () => MemoryReading,
  summarise: (start: MemoryReading, events: readonly GcEvent[], final: MemoryReading) => ProbeReading,
): Probe => {
  const start = read();
  const profiler = new v8.GCProfiler();
  profiler.start();
  return {
    stop: () => {
      // Before the profiler turns its events into objects.
      const final = read();
      return summarise(start, gcEventsOf(profiler.stop()), final);
    },
  };
};

/** The same two quantities, by the same V8 call, as in a GC event. */
export const readMemory = (): MemoryReading => {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return { heap: used_heap_size, external: external_memory };
};
