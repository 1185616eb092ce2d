import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { untilGone } from '../runner/until-gone.ts';
import { folderWith } from './command.ts';

const entry = fileURLToPath(new URL('../../src/cli/tidemark.js', import.meta.url));

/** Acts as soon as the command serves. @returns the command's own process */
const onceServing = async (
  running: { iterable: () => AsyncIterable<string> } & PromiseLike<unknown>,
  act: (pid: number) => void,
): Promise<string> => {
  let told = 0;
  for await (const line of running.iterable()) {
    if (!line.startsWith('{"url"')) continue;
    told = JSON.parse(line).pid;
    act(told);
  }
  await running;
  expect(told).not.toBe(0);
  return String(told);
};

test.each(['SIGHUP', 'SIGKILL'] as const)(
  'a command ends when the Node that launched it ends by %s',
  async (signal) => {
    // Any Node that lies elsewhere hands over to the pinned one.
    const launcher = path.join(await folderWith(), 'node');
    await copyFile(process.execPath, launcher);
    const launched = execa(launcher, [entry, 'serve', 'small'], { reject: false, buffer: false });
    const pid = await onceServing(launched, () => launched.kill(signal));
    expect(pid).not.toBe(String(launched.pid));
    await untilGone(pid);
  },
);

/** As npm runs a script: a shell that waits for the command. */
const npm = `
const { spawn } = require('node:child_process');
const env = { ...process.env, npm_lifecycle_script: 'tidemark serve small' };
spawn('/bin/sh', ['-c', '"$0" "$1" serve small; :', process.execPath, process.argv[1]], { env, stdio: 'inherit' });
process.on('SIGINT', () => {});
`;

test('a command ends when the npm that runs it as a script is killed', async () => {
  const running = execa(process.execPath, ['-e', npm, entry], { reject: false, buffer: false });
  await untilGone(await onceServing(running, () => running.kill('SIGKILL')));
});

test('a command that a shell has started outlives the shell', async () => {
  const script = '"$0" "$1" serve small &';
  const shell = execa('/bin/sh', ['-c', script, process.execPath, entry], { reject: false, buffer: false });
  const pid = await onceServing(shell, (serving) => {
    expect(shell.nodeChildProcess.exitCode).toBe(0);
    process.kill(serving, 'SIGTERM');
  });
  await untilGone(pid);
});
