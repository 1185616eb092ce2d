import { expect, test } from 'vitest';
import { folderWith, tidemark } from '../cli/command.ts';

test('the instrument gives the known answers', async () => {
  const { exitCode, stdout, stderr } = await tidemark(['selftest', '--fast', '--quiet'], await folderWith());
  expect(stdout).toMatch(/(\d+) of \1 known answers hold/);
  expect(exitCode, `${stdout}${stderr}`).toBe(0);
});
