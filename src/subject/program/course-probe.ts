import { PerformanceObserver, performance } from 'node:perf_hooks';
import v8 from 'node:v8';
import type { TimelinePoint } from '../../record/messages/subject-report.ts';
import { gcEventsOf, summariseGcEvents } from '../probes/gc-events.ts';
import { readMemory } from '../probes/heap-probe.ts';
import { lookAfterMaking, lookEveryTurn } from '../probes/instants.ts';
import { timelineOf } from '../probes/pilot-probe.ts';
import type { Probe } from '../probes/probe.ts';
import { type ResidentStart, watchResident } from '../probes/unseen.ts';

/**
 * The pilot's probe for a process that ends when it likes. Node hands the time of a GC event over in a later turn of the event
 * loop, and after `exit` there is none: the last events, without a time, count in the figures alone. What a program does in one
 * turn is seen at the instants at which a live probe looks.
 */
export const startCourseProbe = (before: ResidentStart): Probe => {
  const startedAt = performance.now();
  const times: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) times.push(startTime - startedAt);
  });
  observer.observe({ entryTypes: ['gc'] });
  const resident = watchResident(before);
  const profiler = new v8.GCProfiler();
  profiler.start();
  const start = readMemory();
  let looked: TimelinePoint[] = [];
  const look = (): void => {
    looked.push({ t: performance.now() - startedAt, ...readMemory() });
    if (looked.length > mostLooked) looked = looked.filter((_, i) => i % 2 === 0);
  };
  const stops = [lookAfterMaking(() => {}, look), lookEveryTurn(look)];
  return {
    stop: () => {
      for (const stop of stops) stop();
      const end = { t: performance.now() - startedAt, ...readMemory() };
      const residentOver = resident.end();
      const recorded = profiler.stop();
      const events = gcEventsOf(recorded);
      observer.disconnect();
      const timed = events.slice(0, times.length);
      return {
        metrics: { ...summariseGcEvents(start, events, end) },
        unavailable: {},
        resident: residentOver(recorded.statistics),
        timeline: [
          ...timelineOf({ t: 0, ...start }, timed, times.slice(0, timed.length), end),
          ...looked,
        ].toSorted((a, b) => a.t - b.t),
      };
    },
  };
};

const mostLooked = 200;
