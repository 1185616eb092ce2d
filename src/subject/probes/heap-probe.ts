import v8 from 'node:v8';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import { gcEventsOf, summariseGcEvents } from './gc-events.ts';
import type { Probe } from './probe.ts';
import { type ResidentStart, readResident, watchResident } from './unseen.ts';

/**
 * Reads the heap at every GC event (v8.GCProfiler), at the start and at the end. Costs nothing between collections,
 * and keeps what it gathers (about 4 KB an event) outside the heap until it has stopped.
 */
export const startHeapProbe = (before: ResidentStart = readResident()): Probe => {
  const resident = watchResident(before);
  const profiler = new v8.GCProfiler();
  profiler.start();
  const start = readMemory();
  return {
    stop: () => {
      // Before the profiler turns its events into objects.
      const final = readMemory();
      const residentOver = resident.end();
      const events = profiler.stop();
      return {
        metrics: { ...summariseGcEvents(start, gcEventsOf(events), final) },
        unavailable: {},
        resident: residentOver(events.statistics),
      };
    },
  };
};

/** The same two quantities, by the same V8 call, as in a GC event. */
export const readMemory = (): MemoryReading => {
  const { used_heap_size, external_memory } = v8.getHeapStatistics();
  return { heap: used_heap_size, external: external_memory };
};
