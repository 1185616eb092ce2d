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

/**
 * A child of this memory cgroup (version 1: kernel.org/doc/Documentation/cgroup-v1/memory.rst), with swap counted into
 * the limit. The limit of memory alone comes first: the kernel refuses one above that of memory and swap.
 */
export const createV1 = (parent: string, limitBytes: number | null): MemoryCgroup => {
  const folder = path.join(parent, nextName());
  const file = (name: string): string => path.join(folder, name);
  const peak = (): number => numberIn(file('memory.max_usage_in_bytes'));
  mkdirSync(folder);
  const countsSwap = existsSync(file('memory.memsw.limit_in_bytes'));
  if (limitBytes !== null) {
    writeFileSync(file('memory.limit_in_bytes'), String(limitBytes));
    if (countsSwap) writeFileSync(file('memory.memsw.limit_in_bytes'), String(limitBytes));
  }
  return {
    countsSwap,
    commandLine: (program, args) => enter(folder, program, args),
    wasKilled: () => keyedNumberIn(file('memory.oom_control'), 'oom_kill') > 0,
    wasFull: () => limitBytes !== null && peak() >= limitBytes - nearlyFull,
    peak,
    pageCache: () => keyedNumberIn(file('memory.stat'), 'total_cache'),
    remove: () => removeCgroup(folder),
  };
};

/**
 * The kernel charges a processor's pages in batches, so that the last ones before a limit may not be counted. Its own count
 * of failures (failcnt) stays 0 in Linux 6.18 where both limits are the same.
 */
const nearlyFull = 2 ** 20;
