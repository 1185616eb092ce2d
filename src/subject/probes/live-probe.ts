import v8 from 'node:v8';
import { liveGrainOf } from '../../record/live-grain.ts';
import type { MemoryReading } from '../../record/subject.ts';
import { gcEventsOf, summariseLive, totalOf } from './gc-events.ts';
import { readMemory } from './heap-probe.ts';
import type { Probe } from './probe.ts';
import { watchResident } from './unseen.ts';

/**
 * What is alive, read after every collection of a tight schedule. Collections follow what is allocated on the heap, so
 * that buffers could be held and let go between two of them unseen: therefore memory is looked at in every turn of the
 * event loop too, and where it lies above the highest known peak by more than the grain, it is collected and read.
 * What is neither alive at a collection nor from one turn to the next is not seen.
 *
 * Needs --expose-gc and --gc-global; an Error without them, since a reading after a partial collection would be no
 * bound of anything.
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
  const readResident = watchResident();
  const start = readAlive();
  const profiler = new v8.GCProfiler();
  profiler.start();
  const stopLooking = lookEveryTurn(totalOf(start), () => totalOf(readAlive()));
  return {
    stop: () => {
      stopLooking();
      // Before the profiler turns its events into objects.
      const residentOver = readResident();
      const final = readAlive();
      const events = profiler.stop();
      return {
        metrics: { ...summariseLive(start, gcEventsOf(events), final) },
        unavailable: {},
        resident: residentOver(events.statistics),
      };
    },
  };
};

/**
 * Holds nothing up: the loop sleeps between two events as it would without the probe, and ends where nothing but the probe
 * is left, as of a strategy that waits for what never comes.
 *
 * @returns how to stop it
 */
const lookEveryTurn = (atStart: number, readAlive: () => number): (() => void) => {
  let peak = atStart;
  let turn: NodeJS.Immediate;
  const look = (): void => {
    if (totalOf(readMemory()) > peak + liveGrainOf(peak)) peak = Math.max(peak, readAlive());
    turn = setImmediate(look).unref();
  };
  turn = setImmediate(look).unref();
  return () => clearImmediate(turn);
};
