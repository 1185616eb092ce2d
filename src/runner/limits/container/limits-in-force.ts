import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { formatLimit } from '../../../units/bytes.ts';
import { ownPlace, type Place } from './place.ts';

/** A limit of memory around a cgroup. */
export interface MemoryLimit {
  readonly bytes: number;
  /** The file that sets it; for one that is out of sight, the file that tells of it. */
  readonly file: string;
}

/**
 * The lowest limit of memory that cgroups set to this process: its own and those of all around it. Null where none is set,
 * or none is known.
 */
export const ownMemoryLimit = (): MemoryLimit | null => {
  const place = ownPlace();
  return place && lowestLimit(place, (file) => (existsSync(file) ? readFileSync(file, 'utf8') : null));
};

/** The most memory that a process in a cgroup below a place can have, and in words what sets it. */
export interface Ceiling {
  readonly bytes: number;
  readonly reason: string;
}

/** @param machineBytes the memory of the machine */
export const ceilingOf = (limit: MemoryLimit | null, machineBytes: number): Ceiling =>
  limit !== null && limit.bytes < machineBytes
    ? { bytes: limit.bytes, reason: `the cgroup around it has ${formatLimit(limit.bytes)} (${limit.file})` }
    : { bytes: machineBytes, reason: `the machine has ${formatLimit(machineBytes)}` };

/**
 * The lowest limit of memory in force at a place. What lies above the top of a container's mount is not seen; version 1
 * tells of it nevertheless.
 *
 * @param read null where there is no such file
 */
export const lowestLimit = (
  { version, top, folder }: Place,
  read: (file: string) => string | null,
): MemoryLimit | null => {
  const files = upTo(top, folder).flatMap((one) =>
    limitFiles[version].map((name) => path.posix.join(one, name)),
  );
  const limits = files.map((file) => ({ file, bytes: limitIn(read(file) ?? '') }));
  const stat = path.posix.join(folder, 'memory.stat');
  if (version === 1)
    limits.push({ file: stat, bytes: limitIn(hierarchicalLimit.exec(read(stat) ?? '')?.[1] ?? '') });
  const set = limits.filter((one): one is MemoryLimit => one.bytes !== null);
  return set.reduce<MemoryLimit | null>(
    (low, one) => (low === null || one.bytes < low.bytes ? one : low),
    null,
  );
};

/** Beyond `high` version 2 slows a process down and takes its pages, beyond `max` it kills: neither shows what a limit above it would do. */
const limitFiles: Readonly<Record<Place['version'], readonly string[]>> = {
  1: ['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'],
  2: ['memory.max', 'memory.high'],
};

const hierarchicalLimit = /^hierarchical_memory_limit (\d+)$/m;

/** No machine has an exbibyte; version 1 says "no limit" by the largest whole page of a signed number of 64 bits. */
const noLimit = 2 ** 60;

/** The bytes in a file of a limit; null for none: `max`, a number beyond all memory, or no number. */
export const limitIn = (text: string): number | null => {
  const trimmed = text.trim();
  if (!/^\d+$/.test(trimmed)) return null;
  const bytes = Number(trimmed);
  return bytes >= noLimit ? null : bytes;
};

/** A folder and those around it, up to and with the top. */
const upTo = (top: string, folder: string): string[] =>
  folder === top || path.posix.dirname(folder) === folder
    ? [folder]
    : [folder, ...upTo(top, path.posix.dirname(folder))];
