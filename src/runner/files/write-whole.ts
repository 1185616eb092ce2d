import { chmod, lstat, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SystemFailure } from '../../errors/system-failure.ts';
import { shownPath } from '../../scenario/yaml-file.ts';

/** A file's path and what it is to say. */
export type Written = readonly [file: string, text: string];

/**
 * Writes files so that each is there whole or as it was before, and none is replaced before all could be written: beside
 * it first, then renamed. A path that is no regular file (a terminal, a pipe) is written to as it is.
 * @throws SystemFailure that names the file
 */
export const writeWhole = async (...files: readonly Written[]): Promise<void> => {
  const beside: { readonly from: string; readonly to: string }[] = [];
  try {
    for (const [file, text] of files) {
      const to = await realpath(file).catch(() => file);
      const mode = await modeOf(to);
      if (mode === 'special') await doing(file, () => writeFile(to, text));
      else {
        const from = path.join(path.dirname(to), `.${path.basename(to)}.${process.pid}.new`);
        beside.push({ from, to });
        await doing(file, () => writeThrough(from, text, mode));
      }
    }
    for (const { from, to } of beside) await doing(to, () => rename(from, to));
  } finally {
    // Of those that were renamed nothing is left here.
    for (const { from } of beside) await rm(from, { force: true }).catch(() => {});
  }
};

/** On the disk, not only on its way there: some file systems tell only then that there is no room. */
const writeThrough = async (file: string, text: string, mode: number | null): Promise<void> => {
  await using handle = await open(file, 'w');
  await handle.writeFile(text);
  await handle.sync();
  if (mode !== null) await chmod(file, mode);
};

const modeOf = async (file: string): Promise<number | 'special' | null> => {
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  return found.isFile() ? found.mode & 0o777 : 'special';
};

const doing = async (file: string, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    throw new SystemFailure(`cannot write ${shownPath(file)}`, error);
  }
};
