import { PerformanceObserver, performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import v8 from 'node:v8';
import type { MemoryReading, TimelinePoint } from '../../record/messages/subject-report.ts';
import { type GcEvent, gcEventsOf, summariseGcEvents } from './gc-events.ts';
import { readMemory } from './heap-probe.ts';
import type { WaitingProbe } from './probe.ts';
import { type ResidentStart, watchResident } from './unseen.ts';

/**
 * The heap probe, and beside it the times of the GC events: v8.GCProfiler has the memory without the time, and Node's
 * performance entries the time without the memory. The entries are objects on the heap under test, which is why only
 * pilots, whose figures are not pooled, have a timeline.
 *
 * Node hands an entry over in a later turn of the event loop. A strategy that holds everything walks over it in one turn,
 * so at its end the last entries are outstanding: without waiting for that turn it would have no timeline.
 */
export const startPilotProbe = (before: ResidentStart): WaitingProbe => {
  const times: number[] = [];
  const note = (list: { getEntries: () => readonly { startTime: number }[] }): void => {
    for (const { startTime } of list.getEntries()) times.push(startTime);
  };
  const observer = new PerformanceObserver(note);
  observer.observe({ entryTypes: ['gc'] });
  const resident = watchResident(before);
  const profiler = new v8.GCProfiler();
  // Before the profiler: what it records after this instant has its entry, too.
  const startedAt = performance.now();
  profiler.start();
  const start = readMemory();
  return {
    stop: async () => {
      const endedAt = performance.now();
      const final = readMemory();
      const residentOver = resident.end();
      const recorded = profiler.stop();
      const events = gcEventsOf(recorded);
      await setImmediate();
      note({ getEntries: () => observer.takeRecords() });
      observer.disconnect();
      return {
        metrics: { ...summariseGcEvents(start, events, final) },
        unavailable: {},
        resident: residentOver(recorded.statistics),
        timeline: timelineOf(
          { t: 0, ...start },
          events,
          times.filter((time) => time >= startedAt && time <= endedAt).map((time) => time - startedAt),
          { t: endedAt - startedAt, ...final },
        ),
      };
    },
  };
};

const mostPoints = 400;

/**
 * Two points for each event, before and after it. Empty where there are not as many times as events: a point at a wrong
 * time would be worse than none. Of a long timeline the peaks are kept: the highest point of each stretch.
 */
export const timelineOf = (
  start: TimelinePoint,
  events: readonly GcEvent[],
  times: readonly number[],
  final: TimelinePoint,
): TimelinePoint[] => {
  if (times.length !== events.length) return [];
  const points = events.flatMap(({ before, after, duration }, i): TimelinePoint[] => {
    const t = times[i] as number;
    return [pointAt(t, before), pointAt(t + duration, after)];
  });
  return [start, ...thin(points), final];
};

const pointAt = (t: number, { heap, external }: MemoryReading): TimelinePoint => ({ t, heap, external });

const thin = (points: readonly TimelinePoint[]): TimelinePoint[] => {
  const each = Math.ceil(points.length / mostPoints);
  if (each <= 1) return [...points];
  const kept: TimelinePoint[] = [];
  for (let from = 0; from < points.length; from += 2 * each) {
    const stretch = points.slice(from, from + 2 * each);
    const total = ({ heap, external }: TimelinePoint): number => heap + external;
    const highest = stretch.reduce((a, b) => (total(b) > total(a) ? b : a));
    const lowest = stretch.reduce((a, b) => (total(b) < total(a) ? b : a));
    kept.push(...[highest, lowest].toSorted((a, b) => a.t - b.t));
  }
  return kept;
};
