import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { messageOf } from '../../errors/user-error.ts';
import { createV1, uncountedSwap } from './cgroup-v1.ts';
import { createV2, delegateMemory } from './cgroup-v2.ts';
import { type CgroupHost, removeAbandoned } from './memory-cgroup.ts';

/**
 * Where this process may make memory cgroups: version 1 as root, or version 2 where memory is delegated to it. Tried by
 * making one, since rights and mounts lie. What a crashed run has left there is taken away.
 */
export const findCgroups = async (): Promise<CgroupHost> => {
  if (process.platform !== 'linux') {
    return { available: false, reason: `memory cgroups are Linux's, and this is ${process.platform}` };
  }
  try {
    const place = placeIn(
      readFileSync('/proc/self/mountinfo', 'utf8'),
      readFileSync('/proc/self/cgroup', 'utf8'),
    );
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
  return { available: true, version, create };
};

interface Place {
  readonly version: 1 | 2;
  /** The cgroup that this process is in. */
  readonly folder: string;
}

/**
 * This process's memory cgroup by the texts of /proc/self/mountinfo and /proc/self/cgroup. Version 1 wins where both are
 * mounted: a controller serves one of them, and there it serves that one.
 */
export const placeIn = (mountinfo: string, cgroup: string): Place | null => {
  const mounts = mountinfo.split('\n').map((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [, , , root = '', mountPoint = ''] = before.split(' ');
    const [type = '', , options = ''] = after.split(' ');
    return { root, mountPoint, type, options: options.split(',') };
  });
  const memory = mounts.find(({ type, options }) => type === 'cgroup' && options.includes('memory'));
  if (memory !== undefined) {
    const own = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(cgroup)?.[1] ?? '/';
    return { version: 1, folder: within(memory, own) };
  }
  const unified = mounts.find(({ type }) => type === 'cgroup2');
  if (unified === undefined) return null;
  // A run before this one in the same process has moved it there.
  const own = /^0::(.*)$/m.exec(cgroup)?.[1]?.replace(/\/tidemark-harness$/, '') || '/';
  return { version: 2, folder: within(unified, own) };
};

/** In a container the mount may show only a part of the tree, and the process's path be given from its real root. */
const within = ({ root, mountPoint }: { root: string; mountPoint: string }, own: string): string => {
  const seen = own.startsWith(root) ? own.slice(root.length) : own;
  const folder = path.join(mountPoint, seen);
  return existsSync(folder) ? folder : mountPoint;
};
