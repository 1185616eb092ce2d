import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  enter,
  keyedNumberIn,
  type MemoryCgroup,
  nextName,
  numberIn,
  removeCgroup,
} from './memory-cgroup.ts';

/** A child of this cgroup (version 2: kernel.org/doc/Documentation/admin-guide/cgroup-v2.rst) that may not swap. */
export const createV2 = (parent: string, limitBytes: number | null): MemoryCgroup => {
  const folder = path.join(parent, nextName());
  const file = (name: string): string => path.join(folder, name);
  mkdirSync(folder);
  const countsSwap = existsSync(file('memory.swap.max'));
  if (limitBytes !== null) {
    writeFileSync(file('memory.max'), String(limitBytes));
    if (countsSwap) writeFileSync(file('memory.swap.max'), '0');
    // A subject without some of its processes proves nothing: one that dies takes the others with it.
    writeFileSync(file('memory.oom.group'), '1');
  }
  return {
    countsSwap,
    commandLine: (program, args) => enter(folder, program, args),
    // With memory.oom.group the kernel counts the first of the killed twice.
    wasKilled: () => keyedNumberIn(file('memory.events'), 'oom_kill') > 0,
    wasFull: () => keyedNumberIn(file('memory.events'), 'oom') > 0,
    // Since Linux 5.19.
    peak: () => (existsSync(file('memory.peak')) ? numberIn(file('memory.peak')) : null),
    pageCache: () => keyedNumberIn(file('memory.stat'), 'file'),
    remove: () => removeCgroup(folder),
  };
};
