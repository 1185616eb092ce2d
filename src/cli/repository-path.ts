import { existsSync } from 'node:fs';
import path from 'node:path';
import { quoted } from '../errors/command.ts';

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

/** What takes who stands in the root of the git repository to this folder, before a command with relative paths. */
export const fromRepository = (command: string, cwd = process.cwd()): string => {
  const root = rootAbove(cwd);
  return root === undefined || root === cwd
    ? command
    : `cd ${quoted(path.relative(root, cwd))} && ${command}`;
};

/** The nearest folder with a `.git`, which is a file in a worktree; undefined if there is none. */
const rootAbove = (folder: string): string | undefined => {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const above = path.dirname(folder);
  return above === folder ? undefined : rootAbove(above);
};
