import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
 * @throws Error where the kernel does not count swap and there is some: a subject could live on it
 */
export const createV1 = (parent: string, limitBytes: number | null): MemoryCgroup => {
  const folder = path.join(parent, nextName());
  const file = (name: string): string => path.join(folder, name);
  const peak = (): number => numberIn(file('memory.max_usage_in_bytes'));
  mkdirSync(folder);
  if (limitBytes !== null) {
    writeFileSync(file('memory.limit_in_bytes'), String(limitBytes));
    if (existsSync(file('memory.memsw.limit_in_bytes'))) {
      writeFileSync(file('memory.memsw.limit_in_bytes'), String(limitBytes));
    }
  }
  return {
    commandLine: (program, args) => enter(folder, program, args),
    wasKilled: () => keyedNumberIn(file('memory.oom_control'), 'oom_kill') > 0,
    wasFull: () => limitBytes !== null && peak() >= limitBytes - nearlyFull,
    peak,
    remove: () => removeCgroup(folder),
  };
};

/**
 * The kernel charges a processor's pages in batches, so that the last ones before a limit may not be counted. Its own count
 * of failures (failcnt) stays 0 in Linux 6.18 where both limits are the same.
 */
const nearlyFull = 2 ** 20;

/** Why swap would make a limit mean less than it says; null where it cannot. */
export const uncountedSwap = (parent: string): string | null => {
  if (existsSync(path.join(parent, 'memory.memsw.limit_in_bytes'))) return null;
  const swaps = readFileSync('/proc/swaps', 'utf8').trim().split('\n').slice(1);
  return swaps.length === 0
    ? null
    : 'this kernel does not count swap for cgroups, and swap is on: a subject would live on it beyond its limit';
};
