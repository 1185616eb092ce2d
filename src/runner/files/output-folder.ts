import { existsSync } from 'node:fs';
import { access, constants, lstat, mkdir, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { SystemFailure } from '../../errors/system-failure.ts';
import { messageOf, UserError } from '../../errors/user-error.ts';
import { reportFiles } from '../../record/report-files.ts';
import { shownPath } from '../../scenario/yaml-file.ts';

/** What a run writes. */
const outputs = [
  'samples.jsonl',
  ...Object.values(reportFiles),
  'comment.md',
  'prediction.json',
  'prediction.md',
  'limits.json',
  'profile.md',
  'subject.heapprofile',
  'flame-graph.html',
] as const;

/**
 * Makes the folder that a run writes to, and checks that it can be written and that nothing there would be written over.
 * Without `out` it is `reports/SCENARIO/TIMESTAMP` below the working directory, and nobody else's: a run of the same second
 * gets another. UserError where that cannot be.
 */
export const openOutputFolder = async (
  scenario: string,
  out: string | undefined,
  now: Date,
): Promise<string> => {
  let folder = path.resolve(out ?? path.join('reports', scenario, timestamp(now)));
  try {
    if (out === undefined) folder = await makeNewFolder(folder);
    else await makeFolder(folder);
  } catch (error) {
    throw notWritable(folder, error);
  }
  await assertOutputFolder(folder);
  assertFree(folder);
  return folder;
};

/** @throws UserError where a folder holds what a run would write over */
export const assertFree = (folder: string): void => {
  const present = outputs.filter((file) => existsSync(path.join(folder, file)));
  if (present.length > 0) {
    throw new UserError(`the output folder ${folder} already holds ${present.join(', ')}`, {
      advice: 'Nothing was written. Name another folder with --out DIR, or remove what is there.',
    });
  }
};

/** @throws UserError where a folder is none, or cannot be written to */
export const assertOutputFolder = async (folder: string): Promise<void> => {
  try {
    if (!(await stat(folder)).isDirectory()) throw new Error('it is no folder');
    await access(folder, constants.W_OK);
  } catch (error) {
    throw notWritable(folder, error);
  }
};

const notWritable = (folder: string, cause: unknown): UserError =>
  new UserError(`cannot write to the output folder ${folder}: ${messageOf(cause)}`, {
    advice: 'Name a folder that can be written with --out DIR.',
    cause,
  });

/** With a number behind the name if it is taken. Whoever makes a folder has it: looking first would find it free for two. */
const makeNewFolder = async (wanted: string): Promise<string> => {
  await makeFolder(path.dirname(wanted));
  for (let number = 1; ; number++) {
    const folder = number === 1 ? wanted : `${wanted}-${number}`;
    try {
      await mkdir(folder);
      return folder;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
  }
};

/** Not mkdir's own recursion, which never ends where a file system (such as /proc) denies that it lacks the folder. */
const makeFolder = async (folder: string): Promise<void> => {
  if (existsSync(folder)) return;
  await makeFolder(path.dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
};

/**
 * Points `latest` beside the run's folder at it. The link is replaced in one step, so that readers always find one.
 * @throws SystemFailure where something else has that name
 */
export const linkLatest = async (folder: string): Promise<void> => {
  const link = path.join(path.dirname(folder), 'latest');
  const fresh = `${link}.${process.pid}`;
  try {
    const there = await lstat(link).catch(() => null);
    if (there !== null && !there.isSymbolicLink()) throw new Error('it is no link, and stays as it is');
    await rm(fresh, { force: true });
    await symlink(path.basename(folder), fresh);
    await rename(fresh, link);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => {});
    const where = shownPath(link);
    throw new SystemFailure(`all is written, but ${where} cannot be pointed at this run`, error);
  }
};

/** `2026-11-24T07-35-12Z`: sorts by time and is a file name everywhere. */
const timestamp = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
