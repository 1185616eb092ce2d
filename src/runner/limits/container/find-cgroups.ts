import { accessSync, constants, readFileSync } from 'node:fs';
import os from 'node:os';
import { messageOf } from '../../../errors/user-error.ts';
import { createV1 } from './cgroup-v1.ts';
import { createV2 } from './cgroup-v2.ts';
import { delegateMemory } from './delegate-memory.ts';
import { ceilingOf, ownMemoryLimit } from './limits-in-force.ts';
import { type CgroupHost, removeAbandoned } from './memory-cgroup.ts';
import { ownPlace, type Place } from './place.ts';

/**
 * Where this process may make memory cgroups: version 1 as root, or version 2 where memory is delegated to it. Tried by
 * making one, since rights and mounts lie. What a crashed run has left there is taken away.
 */
export const findCgroups = async (): Promise<CgroupHost> => {
  if (process.platform !== 'linux') {
    return { available: false, reason: `memory cgroups are Linux's, and this is ${process.platform}` };
  }
  let place: Place | null = null;
  try {
    place = ownPlace();
    if (place === null) return { available: false, reason: 'no memory cgroup is mounted here' };
    return await openHost(place);
  } catch (thrown) {
    const reason = `memory cgroups cannot be made here (${messageOf(thrown)}): ${adviceFor(place?.version ?? 2, thrown)}`;
    return { available: false, reason };
  }
};

const adviceFor = (version: Place['version'], thrown: unknown): string => {
  if ((thrown as NodeJS.ErrnoException).code === 'EROFS') {
    return 'a container sees them read-only unless it is started with --privileged';
  }
  return version === 1
    ? 'run as root'
    : 'run as root, or in a scope to which memory is delegated, as by systemd-run --user --scope -p Delegate=yes';
};

const openHost = async ({ version, folder }: Place): Promise<CgroupHost> => {
  accessSync(folder, constants.W_OK);
  await removeAbandoned(folder);
  const close = version === 1 ? async () => {} : await delegateMemory(folder);
  const create = (limitBytes: number | null) =>
    version === 1 ? createV1(folder, limitBytes) : createV2(folder, limitBytes);
  try {
    const trial = create(64 * 2 ** 20);
    await trial.remove();
    if (trial.countsSwap || !hasSwap(readFileSync('/proc/swaps', 'utf8'))) {
      return { available: true, version, ceiling: ceilingOf(ownMemoryLimit(), os.totalmem()), create, close };
    }
  } catch (thrown) {
    await close();
    throw thrown;
  }
  await close();
  return {
    available: false,
    reason:
      'this kernel does not count swap for cgroups, and swap is on: a subject would live on it beyond its limit',
  };
};

/** By the text of /proc/swaps: a head, and a line for each. */
export const hasSwap = (swaps: string): boolean => swaps.trim().split('\n').length > 1;
