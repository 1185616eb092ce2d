import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { folderWith, tidemark } from './command.ts';

test('an old Node is told so in one line', async () => {
  const pretendOld =
    "data:text/javascript,Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } })";
  const { exitCode, stderr } = await tidemark(['run', 'smoke'], await folderWith(), ['--import', pretendOld]);
  expect(exitCode).toBe(2);
  expect(stderr.trim().split('\n')).toEqual([
    expect.stringMatching(/needs Node 22\.19 or later, and this is 20\.20\.2/),
  ]);
});

test('help and version are no mistakes', async () => {
  const cwd = await folderWith();
  expect(await tidemark(['--help'], cwd)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('serve'),
  });
  expect(await tidemark(['--version'], cwd)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  });
});

test('what only shows starts nothing, and is one JSON document for programs', async () => {
  const cwd = await folderWith();
  for (const args of [
    ['list', 'faults'],
    ['explain', 'peakLive'],
    ['run', 'smoke', '--dry-run'],
  ]) {
    const { exitCode, stdout, stderr } = await tidemark([...args, '--json'], cwd);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: expect.stringMatching(/^tidemark\/\w+@1$/) });
  }
  expect(await readdir(cwd)).toEqual([]);
});
