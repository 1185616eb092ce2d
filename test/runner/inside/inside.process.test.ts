import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, expect, test } from 'vitest';
import { firstSearch } from '../../../src/record/messages/live-grain.ts';
import type { ProbeTask } from '../../../src/record/messages/probe-task.ts';
import type { ProbedProcess } from '../../../src/record/messages/probed-process.ts';
import { readChild, startChild } from '../../../src/runner/processes/child-process.ts';
import { type Inside, prepareInside } from '../../../src/runner/program/inside/inside.ts';
import { scheduleFromInside } from '../../../src/runner/subject/gc-schedule.ts';
import { until } from '../../until.ts';

const { signal } = new AbortController();
let scratch: string;
let inside: Inside;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(os.tmpdir(), 'inside '));
  const prepared = await prepareInside('node', scratch, signal);
  if (prepared === null) throw new Error('nothing reads programs of Node from inside');
  inside = prepared;
});

const taskOf = (purpose: ProbeTask['purpose'], answers = false): Omit<ProbeTask, 'folder'> => ({
  purpose,
  flags: purpose === 'live' ? scheduleFromInside : [],
  search: firstSearch,
  searchOf: null,
  answers,
});

/** The pinned one, and the machine's own where that is another: from 20 on. */
const nodes = [
  process.execPath,
  ...(process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .map((folder) => path.join(folder, 'node'))
    .filter((file) => existsSync(file))
    .slice(0, 1),
];

interface Ran {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly read: readonly ProbedProcess[];
}

const run = async (
  node: string,
  file: string,
  code: string,
  purpose: ProbeTask['purpose'] | null,
): Promise<Ran> => {
  await writeFile(path.join(scratch, file), code);
  const variables = purpose === null ? {} : await inside.variables(taskOf(purpose), {});
  const {
    exitCode,
    signal: ended,
    stdout,
    stderr,
  } = await readChild(node, [file], {
    cwd: scratch,
    env: { PATH: process.env.PATH, ...variables },
    keepStderrIn: scratch,
    timeoutMs: 30_000,
    signal,
  });
  return { exitCode, signal: ended, stdout, stderr, read: purpose === null ? [] : await inside.read() };
};

const holds =
  "globalThis.held = Buffer.alloc(20e6, 1); const seen = typeof gc + ' ' + process.execArgv.length;";

/** What a program may be: with the name of its file, and how many processes of it are read. */
const programs: readonly (readonly [what: string, file: string, code: string, read: number])[] = [
  ['an ES module', 'a.mjs', `${holds} await 0; console.log(seen, import.meta.main ?? true)`, 1],
  ['CommonJS', 'b.cjs', `${holds} console.log(seen, require.main === module, process.argv.length)`, 1],
  [
    'process.exit',
    'c.cjs',
    `${holds} setTimeout(() => {}, 1e6); process.stdout.write('out'); process.exit(7)`,
    1,
  ],
  ['an exception that nobody catches', 'd.cjs', `${holds} throw new Error('mine')`, 1],
  [
    'a Worker',
    'e.cjs',
    `${holds} const { Worker } = require('node:worker_threads');
     new Worker("require('node:worker_threads').parentPort.postMessage(typeof gc)", { eval: true }).on('message', console.log)`,
    1,
  ],
  [
    'a child, and one with NODE_OPTIONS of its own',
    'f.cjs',
    `${holds} const { spawnSync } = require('node:child_process');
     const run = (env) => console.log(String(spawnSync(process.execPath, ['-p', 'typeof gc'], { env }).stdout));
     run({ ...process.env, NODE_OPTIONS: '--max-old-space-size=99' }); run(process.env) || 0`,
    2,
  ],
  [
    'signals that kill it',
    'g.cjs',
    `${holds} process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 1e6)`,
    0,
  ],
  [
    'what it patches itself',
    'h.cjs',
    `${holds} const { parse } = JSON; JSON.parse = (text) => parse(text); console.log(JSON.parse('[1]'))`,
    1,
  ],
];

test.each(nodes)('a program of %s does what it does without being read', async (node) => {
  for (const [what, file, code, processes] of programs) {
    const { read: none, ...alone } = await run(node, file, code, null);
    for (const purpose of file === 'a.mjs' ? (['pilot', 'heap', 'live'] as const) : (['live'] as const)) {
      const { read, stderr, ...ran } = await run(node, file, code, purpose);
      expect({ ...ran, stderr: stderr.split('\n')[0] }, `${what}, ${purpose}`).toEqual({
        ...alone,
        stderr: alone.stderr.split('\n')[0],
      });
      expect(read.length, `${what}, ${purpose}`).toBe(processes);
      for (const one of read.filter(({ name }) => name === file)) {
        const peak = one.metrics.peakLive ?? one.metrics.peakTotal ?? 0;
        expect(peak, `${what}, ${purpose}`).toBeGreaterThan(20e6);
        expect(peak, `${what}, ${purpose}`).toBeLessThan(35e6);
      }
    }
    expect(none).toEqual([]);
  }
});

test('a program that is started with another memory limit keeps it', async () => {
  const said = { NODE_OPTIONS: '--max-old-space-size=99' };
  const { NODE_OPTIONS } = await inside.variables(taskOf('live'), said);
  expect(NODE_OPTIONS).toMatch(/^--max-old-space-size=99 --import=file:\S+ --max-semi-space-size=2$/);
});

test('what is alive is told while a program lives, and its reading when it is asked to end', async () => {
  const variables = await inside.variables(taskOf('live', true), {});
  const child = await startChild(
    process.execPath,
    ['-e', 'globalThis.held = Buffer.alloc(30e6, 1); setInterval(() => {}, 1e6)'],
    {
      env: variables,
      timeoutMs: 30_000,
      signal,
    },
  );
  const socket = path.join(inside.folder, `${child.pid}.sock`);
  await until(() => expect(existsSync(socket)).toBe(true));
  const connection = createConnection(socket);
  connection.write('alive\n');
  const answer = await new Promise<string>((resolve) =>
    connection.once('data', (data) => resolve(String(data))),
  );
  const { heap, external, resident } = JSON.parse(answer);
  expect(heap + external).toBeGreaterThan(30e6);
  expect(resident).toBeGreaterThan(heap + external);
  connection.write('end\n');
  expect(await text(connection)).toBe('');
  expect((await child.ended).exitCode).toBe(0);
  const [read] = await inside.read();
  expect(read?.name).toBe('[eval]');
  expect(read?.metrics.peakLive).toBeGreaterThan(30e6);
});
