import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rmdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { SystemFailure } from '../../errors/system-failure.ts';
import { messageOf, UserError } from '../../errors/user-error.ts';
import { isAlive } from './alive.ts';
import { startReaper } from './reaper.ts';

/** A folder for a run's temporary files. */
export interface Scratch {
  readonly folder: string;
  /** Takes it away, and ends what still uses it. */
  readonly close: () => Promise<void>;
}

/**
 * Makes a folder that goes when this process does, however that ends, and takes away those that killed runs have left.
 * @param purpose a word in its name
 * @throws UserError where none can be made
 */
export const openScratch = async (purpose: string): Promise<Scratch> => {
  const folder = await makeTemporary(purpose);
  const { close } = startReaper(folder);
  await removeAbandoned(path.dirname(folder));
  return { folder, close };
};

/**
 * Asks whether one can be made, before a run writes anything at all.
 * @throws UserError as `openScratch` would later
 */
export const assertScratch = async (): Promise<void> => rmdir(await makeTemporary('trial'));

const makeTemporary = (purpose: string): Promise<string> => {
  const parent = path.resolve(os.tmpdir());
  const { place, start } = ownerNow();
  return mkdtemp(path.join(parent, `tidemark-${purpose}-${place}-${process.pid}-${start}-`)).catch(
    (cause) => {
      throw new UserError(`a temporary folder cannot be made in ${parent}: ${messageOf(cause)}`, {
        advice: 'Set TMPDIR to a folder that can be written.',
        cause,
      });
    },
  );
};

/** @throws SystemFailure where there is no room for it, with what to do */
export const writeTemporary = (file: string, text: string): Promise<void> =>
  writeFile(file, text).catch((cause) => {
    throw new SystemFailure('a temporary file cannot be written; give TMPDIR a folder with room', cause);
  });

const namePattern = /^tidemark-[a-z]+-([0-9a-f]{8})-(\d+)-(\d+)-\w{6}$/;

/**
 * Takes away the folders in a parent whose makers are gone, and ends what still uses them. Whether it lives can be told only
 * of a process of this machine, since its start, and in this container: others may share the folder.
 */
export const removeAbandoned = async (parent: string): Promise<void> => {
  const { place } = ownerNow();
  const abandoned = readdirSync(parent).filter((name) => {
    const [, where, pid, start] = namePattern.exec(name) ?? [];
    return where === place && !(isAlive(Number(pid)) && startOf(Number(pid)) === start);
  });
  await Promise.all(abandoned.map((name) => startReaper(path.join(parent, name)).close()));
};

interface Owner {
  /** Of the machine's start and the container's view of its processes. */
  readonly place: string;
  /** When the process was started: a number of the kernel's, 0 where it has none. */
  readonly start: string;
}

const ownerNow = (): Owner => ({ place: placeNow(), start: startOf(process.pid) });

const placeNow = (): string => {
  const seen = [os.hostname(), textOr('/proc/sys/kernel/random/boot_id'), linkOr('/proc/self/ns/pid')];
  return createHash('sha256').update(seen.join('\n')).digest('hex').slice(0, 8);
};

/** The 22nd field; the second, a name in parentheses, may hold spaces. */
const startOf = (pid: number): string =>
  textOr(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '0';

const textOr = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const linkOr = (file: string): string => {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
};
