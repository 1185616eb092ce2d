import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../errors/user-error.ts';
import { isAlive, signalProcess } from '../../processes/alive.ts';
import type { Ceiling } from './limits-in-force.ts';

/** A memory cgroup around one process and its children. */
export interface MemoryCgroup {
  /** Whether the kernel counts swap for cgroups. Where it does not and there is some, a subject lives on it beyond its limit. */
  readonly countsSwap: boolean;
  /** The command line of a program that runs inside from its first instruction on. */
  readonly commandLine: (file: string, args: readonly string[]) => readonly [string, ...string[]];
  /** Whether the kernel has killed a process of it for want of memory. */
  readonly wasKilled: () => boolean;
  /** Whether its own limit was met. If not, a kill was for want of memory around it. */
  readonly wasFull: () => boolean;
  /** The most memory charged at once, page cache included; bytes. Null where the kernel does not say. */
  readonly peak: () => number | null;
  /** The pages of files that are charged now, those of temporary files in memory included; bytes. */
  readonly pageCache: () => number;
  /** Ends what still runs inside, and takes the cgroup away. */
  readonly remove: () => Promise<void>;
}

/** Where memory cgroups can be made; or why they cannot. */
export type CgroupHost =
  | {
      readonly available: true;
      readonly version: 1 | 2;
      /** A limit above it would never be reached, and so cannot be tried. */
      readonly ceiling: Ceiling;
      /** @param limitBytes null for none */
      readonly create: (limitBytes: number | null) => MemoryCgroup;
      /** Puts what is around the cgroups back as it was found. */
      readonly close: () => Promise<void>;
    }
  | { readonly available: false; readonly reason: string };

let created = 0;

/** A name that says which process made it, so that a later one can tell what a crash has left behind. */
export const nextName = (): string => `tidemark-${process.pid}-${++created}`;

/** A shell that enters the cgroup and becomes the program: its memory counts from the first page on. */
export const enter = (folder: string, file: string, args: readonly string[]) =>
  ['/bin/sh', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', folder, file, ...args] as const;

export const numberIn = (file: string): number => Number(readFileSync(file, 'utf8').trim());

/** The number after a key in a file of `key number` lines; 0 where the key is missing. */
export const keyedNumberIn = (file: string, key: string): number => {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(`${key} `));
  return line === undefined ? 0 : Number(line.slice(key.length + 1));
};

const triesToRemove = 100;

/**
 * The kernel refuses until the last page of the last process has been given back, which takes it some milliseconds. One
 * that stays busy is told of and left to the next run's sweep: it costs no figure.
 */
export const removeCgroup = async (folder: string): Promise<void> => {
  for (let tries = 1; ; tries++) {
    killInside(folder);
    try {
      for (const child of cgroupsIn(folder)) await removeCgroup(child);
      rmdirSync(folder);
      return;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
      if (tries === triesToRemove) {
        process.emitWarning(`the memory cgroup ${folder} could not be removed: ${messageOf(thrown)}`);
        return;
      }
      await sleep(20);
    }
  }
};

/** Takes away the cgroups of Tidemark processes that no longer live, and ends what still runs in them. */
export const removeAbandoned = async (parent: string): Promise<void> => {
  for (const name of readdirSync(parent)) {
    const maker = makerOf(name);
    if (maker !== null && !isAlive(maker)) await removeCgroup(path.join(parent, name));
  }
};

/** The process that made a cgroup of this name, by its id; null if none of ours did, or it lives no longer. */
export const livingMaker = (name: string): number | null => {
  const maker = makerOf(name);
  return maker !== null && isAlive(maker) ? maker : null;
};

const makerOf = (name: string): number | null => {
  const pid = /^tidemark-(\d+)-\d+$/.exec(name)?.[1];
  return pid === undefined ? null : Number(pid);
};

/** A subject may have made some of its own. */
const cgroupsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(folder, name));

const killInside = (folder: string): void => {
  let pids: string[];
  try {
    pids = readFileSync(path.join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw thrown;
  }
  for (const pid of pids) signalProcess(Number(pid), 'SIGKILL');
};
