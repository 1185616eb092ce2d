import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * A file's path from the root of its git repository, as GitHub names files; where there is none, from the workspace of the
 * job, or as it was given.
 */
export const repositoryPath = (file: string, workspace = process.env.GITHUB_WORKSPACE): string => {
  const whole = path.resolve(file);
  const root = rootAbove(path.dirname(whole)) ?? workspace;
  const below = root === undefined || root === '' ? '..' : path.relative(root, whole);
  return below.startsWith('..') || path.isAbsolute(below) ? file : below.split(path.sep).join('/');
};

/** The nearest folder with a `.git`, which is a file in a worktree; undefined if there is none. */
const rootAbove = (folder: string): string | undefined => {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : rootAbove(above);
};
