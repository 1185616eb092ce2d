import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';

const entry = fileURLToPath(new URL('../../src/cli/tidemark.js', import.meta.url));

/** Starts the real command in a folder of its own, so that a relative path or a report never lands in the repository. */
export const tidemark = (
  args: readonly string[],
  cwd: string,
  nodeFlags: readonly string[] = [],
  { detached = false, env = {} }: { detached?: boolean; env?: Readonly<Record<string, string>> } = {},
) =>
  execa(process.execPath, [...nodeFlags, entry, ...args], {
    cwd,
    detached,
    env,
    reject: false,
    stdin: 'ignore',
  });

/** An empty folder, or one with these files; it is gone when the test has ended. */
export const folderWith = async (files: Readonly<Record<string, string>> = {}): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
};
