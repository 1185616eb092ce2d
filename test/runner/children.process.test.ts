import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type ChildEnd, readChild, runChild, startChild } from '../../src/runner/processes/child-process.ts';
import { folderWith } from '../cli/command.ts';
import { hangs } from '../hangs.ts';
import { untilGone } from './until-gone.ts';

const signal = new AbortController().signal;
const within = { timeoutMs: hangs, signal };
const shell = (text: string) => ['-c', text];

test('a child reads nothing: its stdin is at its end', async () => {
  const { exitCode } = await runChild('/bin/sh', shell('read line; test -z "$line"'), within);
  expect(exitCode).toBe(0);
});

test('a child that hangs is ended, with its children, and what it wrote is told', async () => {
  const folder = await folderWith();
  const script = 'sleep 300 & echo $! > child; echo last words >&2; while :; do :; done';
  // The first limit that lets it get as far as to its last words.
  const ended = async (timeoutMs: number): Promise<ChildEnd> => {
    const end = await runChild('/bin/sh', shell(script), {
      timeoutMs,
      signal,
      cwd: folder,
      keepStderrIn: folder,
    });
    return end.stderr === '' ? ended(2 * timeoutMs) : end;
  };
  expect(await ended(500)).toMatchObject({ timedOut: true, isCanceled: false, stderr: 'last words\n' });
  await untilGone(await readFile(path.join(folder, 'child'), 'utf8'));
});

test('a child that is interrupted ends, whatever signals it ignores', async () => {
  const interruption = new AbortController();
  const limits = { timeoutMs: hangs, signal: interruption.signal, stdout: 'pipe' } as const;
  const child = await startChild('/bin/sh', shell("trap '' INT TERM; echo on; while :; do :; done"), limits);
  child.stdout?.once('data', () => interruption.abort());
  expect(await child.ended).toMatchObject({ isCanceled: true });
});

test('what a child has started and left behind ends with it', async () => {
  const { stdout } = await readChild('/bin/sh', shell('sleep 300 > /dev/null & echo $!'), within);
  await untilGone(stdout);
});

test('a process that has left the group and holds stderr open is not waited for', async () => {
  const folder = await folderWith();
  const left = "spawn('sleep', ['300'], { detached: true, stdio: ['ignore', 'ignore', 'inherit'] })";
  const script = `console.log(require('child_process').${left}.pid); process.exit(3)`;
  const end = await readChild(process.execPath, ['-e', script], { ...within, keepStderrIn: folder });
  process.kill(Number(end.stdout), 'SIGKILL');
  expect(end).toMatchObject({ exitCode: 3 });
});

test('a child that writes more than anybody reads is not held up, and both ends are kept', async () => {
  const folder = await folderWith();
  const script =
    'yes | head -c 20000000; echo the beginning >&2; yes | head -c 20000000 >&2; echo the end >&2';
  const { exitCode, stderr } = await runChild('/bin/sh', shell(script), { ...within, keepStderrIn: folder });
  expect(exitCode).toBe(0);
  expect(stderr.startsWith('the beginning\n')).toBe(true);
  expect(stderr.endsWith('the end\n')).toBe(true);
  expect(stderr.length).toBeLessThan(300_000);
});

test('a process that has left the group and holds stdout open is not waited for, and what was printed is had', async () => {
  const left = "spawn('sleep', ['300'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] })";
  const script = `console.log(require('child_process').${left}.pid); process.exit(3)`;
  const end = await readChild(process.execPath, ['-e', script], within);
  process.kill(Number(end.stdout), 'SIGKILL');
  expect(end).toMatchObject({ exitCode: 3, timedOut: false });
});

test('what no system takes as an argument has not been started, and says so', async () => {
  const end = await runChild('/bin/true', ['a\0b'], within);
  expect(end.exitCode).toBeUndefined();
  expect(end.stderr).toContain('null bytes');
});

test('a program that is not there has neither exit code nor signal', async () => {
  const end = await runChild('/no/such/program', [], within);
  expect(end).toMatchObject({ exitCode: undefined, signal: undefined, timedOut: false, isCanceled: false });
});

test('a child that is asked to stop may end by itself', async () => {
  const child = await startChild(
    '/bin/sh',
    shell("trap 'exit 7' TERM; echo on; while :; do sleep 0.01; done"),
    {
      ...within,
      stdout: 'pipe',
    },
  );
  child.stdout?.once('data', child.stop);
  expect(await child.ended).toMatchObject({ exitCode: 7 });
});
