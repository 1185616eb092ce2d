import { accessSync, constants, existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../../errors/user-error.ts';

/** Bytes that must be free for the user's folder to be taken: what one version of Tidemark fills is a fraction of it. */
const roomNeeded = 32 * 2 ** 20;

/**
 * Where Node keeps compiled modules between runs, for subjects and services: a start that finds them there strips no
 * types. Node checks each by its content and V8's flags, so what is stale is never used. Node tells nobody when it cannot
 * write there.
 * @param scratch a folder of this run's own, for where the user's cache folder cannot be written: no home, or one that is
 *   read-only or full. Every run compiles for itself then
 */
export const compileCacheFor = (scratch: string, home: string | null = homeFolder()): string => {
  if (home === null) return ownCompileCache(scratch);
  const shared = path.join(home, '.cache', 'tidemark', 'compile-cache');
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    const { bavail, bsize } = statfsSync(shared);
    return bavail * bsize < roomNeeded ? ownCompileCache(scratch) : shared;
  } catch {
    return ownCompileCache(scratch);
  }
};

/** The one that no other run has. */
export const ownCompileCache = (scratch: string): string => path.join(scratch, 'compile-cache');

/** Null where nobody says: HOME is not set or empty, and the user has no entry of its own, as in many containers. */
const homeFolder = (): string | null => {
  try {
    const home = os.homedir();
    return path.isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
};

/** Why nothing can be written to a folder, in words; null if it can. */
export const unwritable = (folder: string): string | null => {
  const file = path.join(folder, `trial-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, Buffer.alloc(2 ** 20));
    rmSync(file);
    return null;
  } catch (thrown) {
    // What a full disk has let through of it.
    if (existsSync(file)) rmSync(file);
    return messageOf(thrown);
  }
};
