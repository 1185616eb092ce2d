import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { folderWith, tidemark } from './command.ts';

/** A strategy that imports TypeScript only when it runs, by a name that nobody can read from its text. */
const files = {
  'mine.yaml':
    'name: mine\nworkload: small\nscale: 0.05\nsamples: 1\nmetrics: [requests]\nstrategies: [./mine.ts]\n',
  'mine.ts': `export default async function* ({ reqmgr, statuses }: any) {
    yield* (await import('./' + ['late', 'ts'].join('.'))).documents(reqmgr, statuses);
  }`,
  'late.ts': `export async function* documents(reqmgr: any, statuses: readonly string[]) {
    yield* Object.values(await reqmgr.requestsByStatus(statuses));
  }`,
};
const run = ['run', 'mine.yaml', '--out', 'out', '--quiet'];

const ownRow = async (folder: string) => {
  const { results }: Run = JSON.parse(await readFile(path.join(folder, 'out', 'run.json'), 'utf8'));
  return results.find(({ label }) => label === './mine.ts');
};

const measured = { status: 'completed', metrics: { requests: { median: 3 } } };

test('a module that is imported late is compiled before it is measured, though no cache is there or wanted', async () => {
  const cwd = await folderWith(files);
  const env = { HOME: path.join(cwd, 'home'), TMPDIR: '.', NODE_DISABLE_COMPILE_CACHE: '1' };
  const { exitCode, stderr } = await tidemark(run, cwd, [], { env });
  expect(exitCode, stderr).toBe(0);
  expect(await ownRow(cwd)).toMatchObject(measured);
});

test('one that is another file at each start is told for what it is', async () => {
  const random = `import { writeFileSync } from 'node:fs';
    export default async function* () {
      const file = new URL('late-' + process.pid + '.ts', import.meta.url);
      writeFileSync(file, 'export const one: number = 1;');
      await import(file.href);
    }`;
  const cwd = await folderWith({ ...files, 'mine.ts': random });
  await tidemark(run, cwd);
  expect((await ownRow(cwd))?.failure?.message).toContain('another file at each start');
});

test('without a temporary folder it says what to set', async () => {
  const cwd = await folderWith(files);
  const { exitCode, stderr } = await tidemark(run, cwd, [], { env: { TMPDIR: '/dev/null' } });
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^tidemark: a temporary folder cannot be made in \/dev\/null: .*\n {2}Set TMPDIR/);
});

/** Whether this user may have mounts, and a user's id, of its own. */
const mayUnshare =
  spawnSync('/bin/sh', [
    '-c',
    'unshare --user --map-user=12345 true && unshare --mount mount -t tmpfs tmpfs /mnt',
  ]).status === 0;
const named = (name: string): string =>
  mayUnshare ? name : `${name} (skipped: unshare is not allowed here)`;

const entry = fileURLToPath(new URL('../../src/cli/tidemark.js', import.meta.url));

/** Runs a shell script with the command line as its arguments. */
const inShell = (script: string, cwd: string) =>
  execa('/bin/sh', ['-euc', script, 'sh', process.execPath, entry, ...run], {
    cwd,
    reject: false,
    stdin: 'ignore',
  });

test.skipIf(!mayUnshare)(named('a user whom nobody knows needs no home'), async () => {
  const cwd = await folderWith(files);
  const { exitCode, stderr } = await inShell(
    'unset HOME; exec unshare --user --map-user=12345 --map-group=12345 "$@"',
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  expect(await ownRow(cwd)).toMatchObject(measured);
});

test.skipIf(!mayUnshare)(named('a home that is full is left alone'), async () => {
  const cwd = await folderWith(files);
  const { exitCode, stderr } = await inShell(
    'mkdir home; exec unshare --mount sh -euc \'mount -t tmpfs -o size=16k tmpfs home; HOME=$PWD/home exec "$@"\' sh "$@"',
    cwd,
  );
  expect(exitCode, stderr).toBe(0);
  expect(await ownRow(cwd)).toMatchObject(measured);
});

test.skipIf(!mayUnshare)(named('a temporary folder that is full is told so'), async () => {
  const cwd = await folderWith(files);
  const { exitCode, stderr } = await inShell(
    'mkdir tmp; exec unshare --mount sh -euc \'mount -t tmpfs -o size=1m tmpfs tmp; TMPDIR=$PWD/tmp HOME=/dev/null exec "$@"\' sh "$@"',
    cwd,
  );
  expect(exitCode, stderr).toBe(4);
  expect(stderr).toMatch(
    /the run broke off: a temporary file cannot be written; give TMPDIR a folder with room: ENOSPC/,
  );
});
