import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runtimeNamed, runtimeOf } from '../../src/runtimes/runtimes.ts';

test.each([
  ['node', 'node'],
  ['/opt/node/bin/node', 'node'],
  ['nodejs', 'node'],
  ['npm', 'node'],
  ['npx', 'node'],
  ['python3.12', 'python'],
  ['/usr/bin/python3', 'python'],
  ['pypy3', 'pypy'],
  ['bash', 'bash'],
  ['nodemon-of-nobody', undefined],
  ['pythonic', undefined],
  ['./not-there', undefined],
])('%s is a command of %s', (command, name) => {
  expect(runtimeOf([command], '/', { PATH: '/nowhere' })?.name).toBe(name);
});

test.each([
  ['#!/usr/bin/env node\n', 'node'],
  ['#!/usr/bin/env -S node --enable-source-maps\n', 'node'],
  ['#!/opt/node-20/bin/node\n', 'node'],
  ['#!/bin/sh\nexec node main.js\n', undefined],
  ['\u007fELF node', undefined],
])('a file that begins with %j is one of %s, by its path and by its name', async (head, name) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'runtimes-'));
  await writeFile(path.join(folder, 'tool'), head);
  await chmod(path.join(folder, 'tool'), 0o755);
  expect(runtimeOf(['./tool'], folder, { PATH: '' })?.name).toBe(name);
  expect(runtimeOf(['tool'], '/', { PATH: folder })?.name).toBe(name);
});

test('a scenario may say what a program runs in, by the name or by the word of its rows', () => {
  expect(runtimeNamed('node')?.name).toBe('node');
  expect(runtimeNamed('node-program')?.name).toBe('node');
  expect(runtimeNamed('deno')).toBeNull();
});
