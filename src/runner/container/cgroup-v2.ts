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
import { harnessName } from './place.ts';

/** A child of this cgroup (version 2: kernel.org/doc/Documentation/admin-guide/cgroup-v2.rst) that may not swap. */
export const createV2 = (parent: string, limitBytes: number | null): MemoryCgroup => {
  const folder = path.join(parent, nextName());
  const file = (name: string): string => path.join(folder, name);
  mkdirSync(folder);
  if (limitBytes !== null) {
    writeFileSync(file('memory.max'), String(limitBytes));
    if (existsSync(file('memory.swap.max'))) writeFileSync(file('memory.swap.max'), '0');
    // A subject without some of its processes proves nothing: one that dies takes the others with it.
    writeFileSync(file('memory.oom.group'), '1');
  }
  return {
    commandLine: (program, args) => enter(folder, program, args),
    kills: () => keyedNumberIn(file('memory.events'), 'oom_kill'),
    // Since Linux 5.19.
    peak: () => (existsSync(file('memory.peak')) ? numberIn(file('memory.peak')) : null),
    remove: () => removeCgroup(folder),
  };
};

/**
 * Lets the children of a cgroup have limits of memory. Version 2 wants no process beside them, so what lives in this
 * cgroup (this process among it) moves into a child of its own first.
 */
export const delegateMemory = (own: string): void => {
  const control = path.join(own, 'cgroup.subtree_control');
  if (readFileSync(control, 'utf8').split(/\s+/).includes('memory')) return;
  const harness = path.join(own, harnessName);
  mkdirSync(harness, { recursive: true });
  for (const pid of readFileSync(path.join(own, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
    try {
      writeFileSync(path.join(harness, 'cgroup.procs'), pid);
    } catch (thrown) {
      // It has ended meanwhile.
      if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
    }
  }
  writeFileSync(control, '+memory');
};
