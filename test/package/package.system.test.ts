import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result, Run } from '../../src/record/run.ts';
import { pinnedNode } from '../../src/runner/environment/environment.ts';
import { needing } from '../clients/tools.ts';

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

/** Takes all workflows, one status at a time, by the means of an empty Node. */
const program = `import { writeFileSync } from 'node:fs';
const { TIDEMARK_URL, TIDEMARK_STATUSES, TIDEMARK_PROCESSED } = process.env;
const lines = [];
for (const status of TIDEMARK_STATUSES.split(' ')) {
  const answer = await fetch(\`\${TIDEMARK_URL}/reqmgr2/data/request?status=\${status}&common_dict=1\`, { headers: { accept: 'application/json' } });
  for (const { RequestName, RequestStatus, RequestTransition } of (await answer.json()).result) {
    lines.push([RequestName, RequestStatus, RequestTransition.at(-1).UpdateTime].join('\\t') + '\\n');
  }
}
writeFileSync(TIDEMARK_PROCESSED, lines.join(''));
`;

/** The files that a page tells to write, by the names in their first lines. */
const filesIn = (page: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...page.matchAll(/```\w+\n((?:#|\/\/) ([\w.]+)[^\n]*\n.*?)```/gs)].map(([, text = '', name = '']) => [
      name,
      text,
    ]),
  );

const typedServices = `import { type Expected, HttpResponse, http, type Services } from 'tidemark/services';

export const expected: Expected = ({ scale }) => 10 * scale;
const services: Services = ({ seed }) => [http.get('/orders', () => HttpResponse.json([{ id: seed }]))];
export default services;
`;

const typedStrategy = `import type { Strategy } from 'tidemark/strategy';

const stream: Strategy<{ id: number }> = async function* ({ request, url, params, signal }) {
  const { body } = await request(\`\${url}/orders?count=\${params.count}\`, { signal });
  yield* (await body.json()) as { id: number }[];
};
export default stream;

export const wrong: Strategy = async function* ({ reqmgr }) {
  yield reqmgr;
};
`;

/** A row of every kind. */
const everyKind = `name: mine
workload: small
scale: 0.05
samples: 1
metrics: [peakLive, peakRss, requests]
strategies:
  - idle
  - naive
  - ./mine.ts
  - ./mine.mjs
  - { command: [node, program.mjs], label: program }
  - { command: [python3, node_modules/tidemark/fixtures/clients/python/naive.py], label: python }
claims:
  - { id: 1, who: me, where: here, says: it is no less, judge: { compare: requests, of: ./mine.ts, to: naive, atLeast: 1 } }
budgets:
  - { strategy: naive, requests: 10 }
`;

const gated = 'name: gated\nworkload: small\nscale: 0.05\nmetrics: [peakRss]\nstrategies: [naive]\n';

const python = needing('python3');

/** The package as it would be published, installed in an empty project: once for all tests here. */
describe('the packed package, installed in an empty project', () => {
  let project = '';
  let packed: readonly string[] = [];
  const inProject = (file: string, args: readonly string[]) =>
    execa(file, args, { cwd: project, env: { PATH: shellPath }, reject: false, stdin: 'ignore' });
  const command = 'node_modules/.bin/tidemark';

  beforeAll(async () => {
    // A name that a shell or a URL would have to quote.
    project = await mkdtemp(path.resolve(os.tmpdir(), 'tidemark package é+'));
    // What Python leaves behind wherever it has run a client is not the package's.
    const left = path.join(repository, 'fixtures/clients/python/__pycache__');
    await mkdir(left, { recursive: true });
    await writeFile(path.join(left, 'left-by-the-package-test.pyc'), '');
    const pack = ['pack', '--json', '--pack-destination', project];
    const [made] = JSON.parse((await execa('npm', pack, { cwd: repository })).stdout);
    await rm(path.join(left, 'left-by-the-package-test.pyc'));
    packed = made.files.map((file: { readonly path: string }) => file.path);
    await writeFile(path.join(project, 'package.json'), '{ "private": true, "type": "module" }');
    await writeFile(path.join(project, 'mine.ts'), strategy);
    await writeFile(path.join(project, 'mine.mjs'), stripTypeScriptTypes(strategy));
    await writeFile(path.join(project, 'wrong.ts'), wrongStrategy);
    await writeFile(path.join(project, 'program.mjs'), program);
    await writeFile(path.join(project, 'mine.yaml'), everyKind);
    await writeFile(path.join(project, 'gated.yaml'), gated);
    const page = await readFile(path.join(repository, 'scenarios/own-api.md'), 'utf8');
    for (const [name, text] of Object.entries(filesIn(page))) await writeFile(path.join(project, name), text);
    await writeFile(path.join(project, 'typed.services.ts'), typedServices);
    await writeFile(path.join(project, 'typed.ts'), typedStrategy);
    const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', `./${made.filename}`];
    await execa('npm', install, { cwd: project });
  });

  afterAll(() => rm(project, { recursive: true, force: true }));

  test('holds all that its code reads, and nothing that was left lying about', () => {
    const isCode = (file: string): boolean => /\.(ts|js)$/.test(file);
    const assets = readdirSync(path.join(repository, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !isCode(entry.name) && !/\.(md|pyc)$/.test(entry.name))
      .map(({ parentPath, name }) =>
        path.relative(path.join(repository, 'src'), path.join(parentPath, name)),
      );
    expect(assets).toContain('runner/program/launcher.py');
    for (const asset of assets) expect(packed).toContain(`dist/${asset}`);
    expect(packed.filter((file) => /__pycache__|\.pyc$|^test|^src|\.ts$(?<!\.d\.ts)/.test(file))).toEqual([]);
  });

  test.skipIf(python.skipped)(
    python.named('does the work of every command, with every kind of row'),
    async () => {
      const done = async (...args: readonly string[]): Promise<string> => {
        const { exitCode, stdout, stderr } = await inProject(command, args);
        expect(exitCode, `tidemark ${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
        return stdout;
      };
      await done('run', 'mine.yaml', '--out', 'one', '--quiet');
      const one: Run = JSON.parse(await readFile(path.join(project, 'one', 'run.json'), 'utf8'));
      const memoryOf = ({ metrics: { peakLive, peakRss } }: Result) =>
        [peakLive, peakRss].map((summary) => (summary === undefined ? 'none' : 'read'));
      expect(one.results.map((result) => [result.label, result.status, ...memoryOf(result)])).toEqual([
        ['idle', 'completed', 'read', 'read'],
        ['naive', 'completed', 'read', 'read'],
        ['./mine.ts', 'completed', 'read', 'read'],
        ['./mine.mjs', 'completed', 'read', 'read'],
        ['program', 'completed', 'read', 'read'],
        ['python', 'completed', 'none', 'read'],
      ]);
      const gate = [
        'gate',
        'gated.yaml',
        '--baseline',
        'baseline.json',
        '--fail-on',
        'requests:10%',
        '--quiet',
      ];
      await done(...gate, '--out', 'baseline', '--update');
      await done(...gate, '--out', 'gate');
      expect(await done('claims', 'mine.yaml', '--out', 'claims', '--quiet')).toContain('1 confirmed');
      expect(await done('compare', 'baseline', 'gate')).toContain('gated');
      expect(await done('report', 'one')).toContain('python');
      const sizes = ['--sizes', '0.5,1,1.5,2,2.5', '--samples', '1', '--out', 'sizes', '--quiet'];
      expect(await done('predict', 'gated.yaml', ...sizes)).toContain('naive');
      const heap = await done('profile', 'mine.yaml', '--strategy', './mine.ts', '--out', 'heap', '--quiet');
      expect((await readdir(path.join(project, 'heap'))).sort()).toEqual([
        'profile.md',
        'subject.heapprofile',
      ]);
      // Clinic's, which draws the flame graph, does not come along.
      expect(heap.trim().split('\n').at(-1)).toContain('npm install --save-dev @clinic/heap-profiler');
    },
  );

  test('can tell whether it is to be believed: its known answers are found', async () => {
    const testing = inProject(command, ['selftest', '--fast']);
    // A minute's work: that the first known answer is measured is enough to see that those modules are there.
    let first = '';
    for await (const line of testing.iterable({ from: 'stderr' })) {
      if (first === '' && line.startsWith('[1/')) {
        first = line;
        testing.kill('SIGINT');
      }
    }
    expect(first).toContain('completed');
    expect(await testing).toMatchObject({ exitCode: 130 });
  });

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

  test('measures an API of the user’s own by the three files of its page, and says nothing of CMS', async () => {
    const run = ['run', 'orders.yaml', '--samples', '1', '--out', 'orders', '--quiet'];
    const { exitCode, stdout, stderr } = await inProject(command, run);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('50,000 orders');
    const files = await readdir(path.join(project, 'orders'));
    expect(files).toEqual(expect.arrayContaining(['report.html', 'report.md', 'run.json', 'samples.jsonl']));
    const texts = await Promise.all(
      files.map((file) => readFile(path.join(project, 'orders', file), 'utf8')),
    );
    for (const text of [stdout, ...texts]) {
      expect(text).not.toMatch(/workflow|reqmgr|\bCMS|rule.?cleaner|couch|wmstats|wmcore/i);
    }
  });

  test('has the example of an API, by its name', async () => {
    const run = ['run', 'orders', '--scale', '0.002', '--samples', '1', '--metrics', 'requests'];
    const { exitCode, stdout, stderr } = await inProject(command, [...run, '--out', 'example', '--quiet']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('100 of 100');
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

  test('types a strategy, and sees its mistakes', async () => {
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext'];
    const libraries = ['--lib', 'esnext,dom', '--types', '', '--skipLibCheck'];
    const tsc = path.join(repository, 'node_modules', 'typescript', 'bin', 'tsc');
    const { exitCode, stdout } = await execa(
      process.execPath,
      [tsc, ...options, ...libraries, 'mine.ts', 'wrong.ts', 'typed.ts', 'typed.services.ts'],
      { cwd: project, reject: false },
    );
    expect(exitCode).not.toBe(0);
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^typed\.ts\(9,\d+\): error TS2339: .*'reqmgr'/),
      expect.stringMatching(/^wrong\.ts\(4,\d+\): error TS2339: .*'everything'/),
    ]);
  });
});
