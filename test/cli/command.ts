import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { onTestFinished, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';

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

const streams = [process.stdout, process.stderr] as const;

/**
 * Runs a command line in this process, from a folder: what the real command prints and its exit code, without its start. For
 * what is not about signals, streams or the process itself.
 * @param env added to the environment meanwhile
 */
export const inProcess = async (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }> => {
  const [stdout, stderr] = [[], []] as [string[], string[]];
  // As streams do: what they have written, they tell.
  const keepIn =
    (written: string[]) =>
    (text: unknown, ...rest: readonly unknown[]) => {
      written.push(String(text));
      for (const one of rest) if (typeof one === 'function') process.nextTick(one);
      return true;
    };
  const spies = streams.map((stream, i) =>
    vi.spyOn(stream, 'write').mockImplementation(keepIn(i === 0 ? stdout : stderr)),
  );
  const heard = streams.map((stream) => stream.listeners('error'));
  const wasIn = process.cwd();
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  process.chdir(cwd);
  Object.assign(process.env, env);
  try {
    const exitCode = await main(args);
    const textOf = (written: readonly string[]): string => written.join('').replace(/\n$/, '');
    return { exitCode, stdout: textOf(stdout), stderr: textOf(stderr) };
  } finally {
    for (const spy of spies) spy.mockRestore();
    // A process has one command, and its listeners end with it.
    for (const [i, stream] of streams.entries())
      for (const one of stream.listeners('error'))
        if (!heard[i]?.includes(one)) stream.off('error', one as () => void);
    process.chdir(wasIn);
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
};

/** An empty folder, or one with these files; it is gone when the test has ended. */
export const folderWith = async (files: Readonly<Record<string, string>> = {}): Promise<string> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return folder;
};
