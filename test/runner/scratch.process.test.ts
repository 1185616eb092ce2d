import { existsSync, readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { assertScratch, openScratch, removeAbandoned } from '../../src/runner/processes/scratch.ts';
import { folderWith } from '../cli/command.ts';
import { hangs } from '../hangs.ts';
import { until } from '../until.ts';
import { untilGone } from './until-gone.ts';

/** Starts a process that spins, and below it one that leaves its group; tells of both; and lives on. */
const harness = `
import { existsSync, readFileSync } from 'node:fs';
import { openScratch } from '${sourceOf('scratch.ts')}';
import { startChild } from '${sourceOf('child-process.ts')}';
const { folder } = await openScratch('test');
const away = "require('child_process').spawn('sleep', ['300'], { detached: true, stdio: 'ignore' })";
const script = "require('fs').writeFileSync('away', " + away + ".pid + '.'); while (true);";
const { pid } = await startChild(process.execPath, ['-e', script], {
  cwd: folder, env: { TMPDIR: folder }, timeoutMs: ${hangs}, signal: new AbortController().signal,
});
const told = () => existsSync(folder + '/away') ? readFileSync(folder + '/away', 'utf8') : '';
while (!told().endsWith('.')) await new Promise(setImmediate);
console.log(JSON.stringify({ folder, pids: [pid, Number.parseInt(told())] }));
setInterval(() => {}, 1000);
`;

function sourceOf(file: string): string {
  return new URL(`../../src/runner/processes/${file}`, import.meta.url).href;
}

test('a harness that is killed leaves no process and no folder, even of processes that spin', async () => {
  const child = execa(process.execPath, ['--input-type=module', '-e', harness], { reject: false });
  for await (const line of child.iterable()) {
    const { folder, pids } = JSON.parse(line) as { folder: string; pids: number[] };
    expect(existsSync(folder)).toBe(true);
    child.kill('SIGKILL');
    for (const pid of pids) await untilGone(String(pid));
    await until(() => expect(existsSync(folder)).toBe(false));
  }
  expect((await child).signal).toBe('SIGKILL');
});

test('a temporary folder says whose it is, and goes when it is closed', async () => {
  const { folder, close } = await openScratch('test');
  expect(path.basename(folder)).toMatch(new RegExp(`^tidemark-test-[0-9a-f]{8}-${process.pid}-\\d+-`));
  await mkdir(path.join(folder, 'in', 'it'), { recursive: true });
  await close();
  expect(existsSync(folder)).toBe(false);
});

test('whether a temporary folder can be made is told before, and nothing of it is left', async () => {
  const before = process.env.TMPDIR;
  const parent = await folderWith();
  try {
    process.env.TMPDIR = parent;
    await assertScratch();
    expect(readdirSync(parent)).toEqual([]);
    process.env.TMPDIR = path.join(parent, 'nowhere');
    await expect(assertScratch()).rejects.toMatchObject({
      name: 'UserError',
      advice: 'Set TMPDIR to a folder that can be written.',
    });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});

test('folders of makers that are gone are swept: no others', async () => {
  const parent = await folderWith();
  const { folder: own, close } = await openScratch('test');
  const [, place = '', start = ''] = /-([0-9a-f]{8})-\d+-(\d+)-/.exec(own) ?? [];
  // Beyond the largest that Linux gives.
  const dead = 4_194_305;
  const gone = [`tidemark-run-${place}-${dead}-1-abcdef`, `tidemark-run-${place}-${process.pid}-1-abcdef`];
  const kept = [
    `tidemark-run-${place}-${process.pid}-${start}-abcdef`,
    `tidemark-run-00000000-${dead}-1-abcdef`,
    'tidemark-of-mine',
  ];
  for (const name of [...gone, ...kept]) await mkdir(path.join(parent, name));
  await removeAbandoned(parent);
  expect([...gone, ...kept].filter((name) => existsSync(path.join(parent, name)))).toEqual(kept);
  await close();
});
