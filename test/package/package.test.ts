import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/record/run.ts';
import { pinnedNode } from '../../src/runner/environment.ts';

const repository = path.join(import.meta.dirname, '../..');

/** The PATH of a user's shell: without what npm puts before it, where the pinned Node comes first. */
const shellPath = (process.env.PATH ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')))
  .join(path.delimiter);

const strategy = `import type { Strategy, WorkflowDocument } from 'tidemark';

const mine: Strategy = async function* ({ reqmgr, statuses }): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) yield* Object.values(await reqmgr.requestsByStatus([status]));
};
export default mine;
`;

const wrongStrategy = `import type { Strategy } from 'tidemark';

export const wrong: Strategy = async function* ({ reqmgr }) {
  yield await reqmgr.everything();
};
`;

/** The package as it would be published, installed in an empty project: once for all tests here. */
describe('the packed package, installed in an empty project', { timeout: 120_000 }, () => {
  let project = '';
  const inProject = (file: string, args: readonly string[]) =>
    execa(file, args, { cwd: project, env: { PATH: shellPath }, reject: false, stdin: 'ignore' });
  const command = 'node_modules/.bin/tidemark';

  beforeAll(async () => {
    project = await mkdtemp(path.join(os.tmpdir(), 'tidemark-package-'));
    const packed = await execa('npm', ['pack', '--silent', '--pack-destination', project], {
      cwd: repository,
    });
    await writeFile(path.join(project, 'package.json'), '{ "private": true, "type": "module" }');
    await writeFile(path.join(project, 'mine.ts'), strategy);
    await writeFile(path.join(project, 'wrong.ts'), wrongStrategy);
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', packed.stdout];
    await execa('npm', install, { cwd: project });
  }, 240_000);

  afterAll(() => rm(project, { recursive: true, force: true }));

  test("measures a scenario by its name on the pinned Node, a user's typed strategy among its own", async () => {
    const { exitCode, stdout, stderr } = await inProject(command, [
      ...['run', 'smoke', '--scale', '0.1', '--metrics', 'peakHeap', '--out', 'out', '--quiet'],
      ...['--strategy', 'name-then-chunk', '--strategy', './mine.ts'],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('./mine.ts');
    const run: Run = JSON.parse(await readFile(path.join(project, 'out', 'run.json'), 'utf8'));
    expect(run.environment).toMatchObject({ node: pinnedNode, commit: null });
    expect(run.results.map(({ label, status }) => [label, status])).toEqual([
      ['idle', 'completed'],
      ['name-then-chunk chunk=25', 'completed'],
      ['./mine.ts', 'completed'],
    ]);
  });

  test('passes on the exit code of the Node that it hands over to', async () => {
    const { exitCode, stderr } = await inProject(command, ['run', 'smok']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('Did you mean "smoke"?'),
    });
  });

  test('passes on a signal: its services end as they should', async () => {
    const serving = inProject(command, ['serve', 'small']);
    for await (const line of serving.iterable()) {
      expect(JSON.parse(line)).toMatchObject({ url: expect.stringContaining('http://127.0.0.1:') });
      serving.kill('SIGTERM');
    }
    expect(await serving).toMatchObject({ exitCode: 0 });
  });

  test("profiles a strategy without clinic's heap profiler, and says how to add it", async () => {
    const { exitCode, stdout, stderr } = await inProject(command, [
      ...['profile', 'smoke', '--strategy', 'naive', '--scale', '0.1', '--out', 'profile', '--quiet'],
    ]);
    expect(exitCode, stderr).toBe(0);
    expect((await readdir(path.join(project, 'profile'))).sort()).toEqual([
      'profile.md',
      'subject.heapprofile',
    ]);
    expect(stdout.trim().split('\n').at(-1)).toContain('npm install --save-dev @clinic/heap-profiler');
  });

  test('types a strategy, and sees its mistakes', async () => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext'];
    const libraries = ['--lib', 'esnext,dom', '--types', '', '--skipLibCheck'];
    const tsc = path.join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
    const { exitCode, stdout } = await execa(
      process.execPath,
      [tsc, ...options, ...libraries, 'mine.ts', 'wrong.ts'],
      { cwd: project, reject: false },
    );
    expect(exitCode).not.toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^wrong\.ts\(4,\d+\): error TS2339: .*'everything'/),
    ]);
  });
});
