import v8 from 'node:v8';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import { readMemory } from './heap-probe.ts';

/** Collections at chosen instants, and how V8 collects between them. */
export interface Collector {
  /** What is alive: read after a full collection. */
  readonly readAlive: () => MemoryReading;
  /** Collects the young generation alone, which costs a fiftieth and leaves what older garbage there is. */
  readonly collectYoung: () => void;
  /** Whether V8 collects everything when the young generation is full, or the young generation. */
  readonly collectsAll: (all: boolean) => void;
}

/** @throws Error without --expose-gc and --gc-global, since a reading after a partial collection would be no bound of anything */
export const openCollector = (): Collector => {
  const collect = globalThis.gc;
  if (collect === undefined || !process.execArgv.includes('--gc-global')) {
    throw new Error('the live probe needs --expose-gc and --gc-global');
  }
  return collectorBy(collect);
};

/** @param collect V8's own, in a process under the tight schedule */
export const collectorBy = (collect: NonNullable<typeof globalThis.gc>): Collector => {
  let all = true;
  const collectsAll = (wanted: boolean): void => {
    if (wanted === all) return;
    // Read by V8 at each collection; a microsecond.
    v8.setFlagsFromString(wanted ? '--gc-global' : '--no-gc-global');
    all = wanted;
  };
  return {
    readAlive: () => {
      collect();
      return readMemory();
    },
    collectYoung: () => {
      collectsAll(false);
      collect({ type: 'minor' });
    },
    collectsAll,
  };
};
