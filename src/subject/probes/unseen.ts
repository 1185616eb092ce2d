import { subscribe } from 'node:diagnostics_channel';
import { readdirSync, readFileSync } from 'node:fs';
import v8, { type GCProfilerResult, type HeapInfo } from 'node:v8';
import type { ResidentGrowth, UnseenEvidence } from '../../record/unseen.ts';

/*
 * One small module, since every sample has its weight: about 30 kB of peakLive.
 */

/** Null where the kernel tells nothing of this file. */
const readOwn = (file: string): string | null => {
  try {
    return readFileSync(`/proc/self/${file}`, 'utf8');
  } catch {
    return null;
  }
};

/** VmHWM, the kernel's own mark. @returns bytes; undefined for a status without it */
export const peakRssIn = (status: string): number | undefined => {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
};

const readMark = (): number | undefined => peakRssIn(readOwn('status') ?? '');

type Events = GCProfilerResult['statistics'];

interface ResidentWatch {
  /** What the profiler has told so far, where it is not told all at the end. */
  readonly note: (events: Events) => void;
  /** To be called before the profiler turns its events into objects, which would count; and then with these. */
  readonly end: () => (events: Events) => ResidentGrowth | null;
}

/** The kernel's mark and what V8 tells at one instant. */
export interface ResidentStart {
  readonly mark: number | undefined;
  readonly told: HeapInfo;
}

export const readResident = (): ResidentStart => ({ mark: readMark(), told: v8.getHeapStatistics() });

/**
 * Follows the kernel's mark beside what V8 tells. What was loaded before the start lies below its mark, which is within 1 MB of
 * what is resident then.
 */
export const watchResident = ({ mark: markAtStart, told: start }: ResidentStart): ResidentWatch => {
  let seen = 0;
  // The larger of two growths: free pages of the start are filled before new ones are taken.
  const see = (used: number, pages: number, external: number): void => {
    const heap = Math.max(used - start.used_heap_size, pages - start.total_heap_size);
    seen = Math.max(seen, heap + external - start.external_memory);
  };
  const seeNow = (): void => {
    const { used_heap_size, total_heap_size, external_memory } = v8.getHeapStatistics();
    see(used_heap_size, total_heap_size, external_memory);
  };
  const seeEvents = (events: Events): void => {
    for (const { heapStatistics: at } of events.flatMap(({ beforeGC, afterGC }) => [beforeGC, afterGC])) {
      see(at.usedHeapSize, at.totalHeapSize, at.externalMemory);
    }
  };
  return {
    note: (events) => {
      // The events themselves are objects by now, whose pages the mark keeps.
      seeNow();
      seeEvents(events);
    },
    end: () => {
      const mark = readMark();
      seeNow();
      return (events) => {
        if (mark === undefined || markAtStart === undefined) return null;
        seeEvents(events);
        // The kernel counts pages for each thread and adds them up now and then: a mark was once 53 kB below an earlier one.
        return { grew: Math.max(0, mark - markAtStart), seen };
      };
    },
  };
};

/**
 * Watches for what has memory of its own: Workers, which Node announces, and other processes, which the kernel counts
 * whoever started them: page faults of children that were waited for, and a list of those that still live.
 *
 * @returns what was started: Workers since, processes since this one began
 */
export const watchOthers = (): (() => Pick<UnseenEvidence, 'workers' | 'children'>) => {
  let workers = 0;
  subscribe('worker_threads', () => {
    workers += 1;
  });
  return () => {
    const faults = faultsOfChildrenIn(readOwn('stat') ?? '');
    return { workers, children: faults === null ? null : faults > 0 || hasLivingChild() };
  };
};

/**
 * Fields 11 and 13 of `proc(5)`'s stat. The second field is the program's name, which may hold spaces and brackets.
 * @returns null for a text without them
 */
export const faultsOfChildrenIn = (stat: string): number | null => {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const faults = Number(fields[8]) + Number(fields[10]);
  return Number.isFinite(faults) ? faults : null;
};

/** Each thread has children of its own. A kernel without this list leaves those that were waited for. */
const hasLivingChild = (): boolean =>
  readdirSync('/proc/self/task').some((thread) => (readOwn(`task/${thread}/children`) ?? '').trim() !== '');
