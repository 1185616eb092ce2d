import { existsSync, statfsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isMemory } from '../../src/runner/limits/container/temporary-files.ts';

test('files in memory are told from files on a disk by the type of their file system', () => {
  expect(isMemory(0x01021994)).toBe(true);
  expect(isMemory(0xef53)).toBe(false);
  if (existsSync('/dev/shm')) expect(isMemory(statfsSync('/dev/shm').type)).toBe(true);
  if (existsSync('/proc/self')) expect(isMemory(statfsSync('/proc').type)).toBe(false);
});
