import { accessSync, constants, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Where Node keeps compiled modules between runs, for subjects and services: a start that finds them there strips no
 * types. Node checks each by its content and V8's flags, so what is stale is never used.
 * @param scratch a folder of this run's own, for where the user's cache folder cannot be written
 */
export const compileCacheFor = (scratch: string): string => {
  const shared = path.join(os.homedir(), '.cache', 'tidemark', 'compile-cache');
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    // A home that is read-only, or none at all: every run compiles for itself.
    return path.join(scratch, 'compile-cache');
  }
};
