import { existsSync } from 'node:fs';
import { access, constants, mkdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UserError } from '../errors/user-error.ts';

/**
 * Makes the folder that a run writes to, and checks that it can be written and holds no run yet. Without `out` it is
 * `reports/SCENARIO/TIMESTAMP` below the working directory. UserError where that cannot be.
 */
export const openOutputFolder = async (
  scenario: string,
  out: string | undefined,
  now: Date,
): Promise<string> => {
  const folder = path.resolve(out ?? path.join('reports', scenario, timestamp(now)));
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw new UserError(`cannot write to the output folder ${folder}: ${messageOf(error)}`, {
      advice: 'Name a folder that can be written with --out DIR.',
      cause: error,
    });
  }
  if (existsSync(path.join(folder, 'samples.jsonl'))) {
    throw new UserError(`the output folder ${folder} already holds a run`, {
      advice: 'Nothing was written. Name another folder with --out DIR, or remove that one.',
    });
  }
  return folder;
};

/** Points `latest` beside the run's folder at it. The link is replaced in one step, so that readers always find one. */
export const linkLatest = async (folder: string): Promise<void> => {
  const link = path.join(path.dirname(folder), 'latest');
  const fresh = `${link}.${process.pid}`;
  await rm(fresh, { force: true });
  await symlink(path.basename(folder), fresh);
  await rename(fresh, link);
};

/** `2026-11-24T07-35-12Z`: sorts by time and is a file name everywhere. */
const timestamp = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
