import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { delegateMemory } from '../../src/runner/limits/container/delegate-memory.ts';
import { folderWith } from '../cli/command.ts';

// What only the kernel can do is tried by test/cgroup-v2.

test('a cgroup to which memory is not handed down is told by name, and nothing is made in it', async () => {
  const own = await folderWith({ 'cgroup.controllers': 'cpu io\n' });
  await expect(delegateMemory(own)).rejects.toThrow(
    `memory is not handed down to ${own}: its cgroup.controllers lacks it`,
  );
  expect(readdirSync(own)).toEqual(['cgroup.controllers']);
});

test('a cgroup whose children may have limits already stays as it is, but for a mark while a run lasts', async () => {
  const files = { 'cgroup.controllers': 'memory', 'cgroup.subtree_control': 'memory', 'cgroup.procs': '1\n' };
  const own = await folderWith(files);
  const giveBack = await delegateMemory(own);
  expect(readdirSync(own).filter((name) => name.startsWith('tidemark-'))).toHaveLength(1);
  await giveBack();
  expect(readdirSync(own).toSorted()).toEqual(Object.keys(files).toSorted());
});
