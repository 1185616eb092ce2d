import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the memory cgroup of a process is seen. */
export interface Place {
  readonly version: 1 | 2;
  /** Where the hierarchy is mounted; in a container that may be a part of it. */
  readonly top: string;
  /** The cgroup that the process is in: `top` or a folder below it. */
  readonly folder: string;
}

/** This process's place; null where no memory cgroup is mounted, or where there is no /proc. */
export const ownPlace = (): Place | null => {
  if (!existsSync('/proc/self/cgroup')) return null;
  return placeIn(
    readFileSync('/proc/self/mountinfo', 'utf8'),
    readFileSync('/proc/self/cgroup', 'utf8'),
    existsSync,
  );
};

/** The child that version 2 makes us move into, so that its siblings may have limits. */
export const harnessName = 'tidemark-harness';

/**
 * A process's place by the texts of its mountinfo and its cgroup file in /proc. Version 1 wins where both are mounted: a
 * controller serves one of them, and there it serves that one.
 *
 * @param exists whether there is a folder: what a container sees is not always where the kernel says that it is
 */
export const placeIn = (
  mountinfo: string,
  cgroup: string,
  exists: (folder: string) => boolean,
): Place | null => {
  const mounts = mountinfo.split('\n').map(mountOf);
  const memory = mounts.find(({ type, options }) => type === 'cgroup' && options.includes('memory'));
  if (memory !== undefined) {
    const own = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(cgroup)?.[1] ?? '/';
    return { version: 1, ...within(memory, own, exists) };
  }
  const unified = mounts.find(({ type }) => type === 'cgroup2');
  if (unified === undefined) return null;
  const own = /^0::(.*)$/m.exec(cgroup)?.[1] ?? '/';
  // A run before this one in the same process has moved it there.
  const before = path.posix.basename(own) === harnessName ? path.posix.dirname(own) : own;
  return { version: 2, ...within(unified, before, exists) };
};

interface Mount {
  readonly root: string;
  readonly top: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** man 5 proc_pid_mountinfo: spaces in paths are octal there. */
const mountOf = (line: string): Mount => {
  const [before = '', after = ''] = line.split(' - ');
  const [, , , root = '', top = ''] = before.split(' ').map(unescaped);
  const [type = '', , options = ''] = after.split(' ');
  return { root, top, type, options: options.split(',') };
};

const unescaped = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** In a container the mount may show only a part of the tree, and the process's path be given from its real root. */
const within = (
  { root, top }: Mount,
  own: string,
  exists: (folder: string) => boolean,
): Omit<Place, 'version'> => {
  const isPart = root !== '/' && `${own}/`.startsWith(`${root}/`);
  const seen = isPart ? own.slice(root.length) : own;
  const folder = path.posix.join(top, seen).replace(/(?<=.)\/$/, '');
  // A process outside the namespace that the mount was made in: `/../elsewhere`.
  const isBelow = !seen.split('/').includes('..');
  return { top, folder: isBelow && exists(folder) ? folder : top };
};
