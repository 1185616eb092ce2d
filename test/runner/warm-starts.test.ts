import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { ChildEnd } from '../../src/runner/processes/child-process.ts';
import { prepareWarmStarts } from '../../src/runner/subject/warm-starts.ts';
import { folderWith } from '../cli/command.ts';

const limits = { timeoutMs: 1000, flags: [], signal: new AbortController().signal };
const ended: ChildEnd = { isCanceled: false, timedOut: false, exitCode: 0, stderr: '' };

/** Warm starts of processes that note how they are started, and find these modules late when they scout. */
const prepared = async (...late: readonly string[]) => {
  const scratch = await folderWith();
  const started: (readonly string[])[] = [];
  const starts = prepareWarmStarts(
    scratch,
    { module: 'file:///case.ts', strategies: ['/mine.ts'] },
    async (args) => {
      started.push(args);
      if (args[0] === '--scout') await writeFile(args[2] ?? '', JSON.stringify(late));
      return ended;
    },
  );
  return { scratch, starts, started };
};

test('strategies are loaded once for each set of flags', async () => {
  const { starts, started } = await prepared();
  await starts.warm(limits);
  await starts.warm(limits);
  await starts.warm({ ...limits, flags: ['--gc-global'] });
  expect(started).toEqual([
    ['--warm', 'file:///case.ts', '/mine.ts'],
    ['--warm', 'file:///case.ts', '/mine.ts'],
  ]);
});

test('what a strategy imports late is found, and loaded before all further samples', async () => {
  const { starts, started } = await prepared('file:///mine.ts', 'file:///late.ts');
  await starts.warm(limits);
  expect(await starts.mend('/task.json', limits)).toBe(true);
  await starts.warm(limits);
  expect(started.at(-1)).toEqual(['--warm', 'file:///case.ts', '/mine.ts', 'file:///late.ts']);
});

test('where nothing is found the folder of the run is taken, and after it there is no hope', async () => {
  const { scratch, starts } = await prepared('file:///mine.ts');
  while (await starts.mend('/task.json', limits)) await starts.warm(limits);
  expect(starts.cache()).toBe(`${scratch}/compile-cache`);
  expect(starts.reason()).toContain('another file at each start');
  expect(await starts.mend('/task.json', limits)).toBe(false);
});
