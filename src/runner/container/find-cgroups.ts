import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import { messageOf } from '../../errors/user-error.ts';
import { createV1, uncountedSwap } from './cgroup-v1.ts';
import { createV2, delegateMemory } from './cgroup-v2.ts';
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
  try {
    const place = ownPlace();
    if (place === null) return { available: false, reason: 'no memory cgroup is mounted here' };
    return await openHost(place);
  } catch (thrown) {
    return {
      available: false,
      reason: `memory cgroups cannot be made here (${messageOf(thrown)}): run as root where version 1 is mounted, or in a scope to which version 2 delegates memory, such as systemd-run --user --scope -p Delegate=yes`,
    };
  }
};

const openHost = async ({ version, folder }: Place): Promise<CgroupHost> => {
  accessSync(folder, constants.W_OK);
  if (version === 1) {
    const reason = uncountedSwap(folder);
    if (reason !== null) return { available: false, reason };
  } else delegateMemory(folder);
  await removeAbandoned(folder);
  const create = (limitBytes: number | null) =>
    version === 1 ? createV1(folder, limitBytes) : createV2(folder, limitBytes);
  await create(64 * 2 ** 20).remove();
  return { available: true, version, ceiling: ceilingOf(ownMemoryLimit(), os.totalmem()), create };
};
