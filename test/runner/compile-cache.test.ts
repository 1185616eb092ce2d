import path from 'node:path';
import { expect, test } from 'vitest';
import { compileCacheFor, unwritable } from '../../src/runner/processes/compile-cache.ts';
import { folderWith } from '../cli/command.ts';

test('compiled modules are kept from run to run in the home folder', async () => {
  const home = await folderWith();
  expect(compileCacheFor('/scratch', home)).toBe(path.join(home, '.cache/tidemark/compile-cache'));
});

test.each([
  ['there is no home', null],
  ['the home is no folder', '/dev/null'],
])('they are kept for the run alone where %s', (_, home) => {
  expect(compileCacheFor('/scratch', home)).toBe('/scratch/compile-cache');
});

test('why nothing can be written is told', async () => {
  const folder = await folderWith();
  expect(unwritable(path.join(folder, 'new'))).toBeNull();
  expect(unwritable('/dev/null/folder')).toContain('ENOTDIR');
});
