import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import { smallDescription } from './small-services.ts';

const main = fileURLToPath(new URL('../../src/services/main.ts', import.meta.url));
let folder: string;
let config: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tidemark-services-'));
  config = path.join(folder, 'services.json');
  const module = new URL('../../src/cases/reqmgr2/services.ts', import.meta.url).href;
  const data = { description: smallDescription(), seed: 7, churn: null };
  await writeFile(config, JSON.stringify({ module, data, seed: 7, behaviour: promptServices }));
});
afterAll(() => rm(folder, { recursive: true }));

const announcement = async (child: ChildProcess): Promise<{ url: string; pid: number }> => {
  if (child.stdout === null) throw new Error('the process has no stdout');
  for await (const line of createInterface(child.stdout)) return JSON.parse(line);
  throw new Error('the services ended before they listened');
};

it.each(['SIGTERM', 'SIGINT'] as const)(
  'serves until %s, and ends with code 0 despite an open connection',
  async (signal) => {
    const child = spawn(process.execPath, [main, config], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { url, pid } = await announcement(child);
    expect(pid).toBe(child.pid);
    expect((await fetch(`${url}/reqmgr2/data/parentlocks`, { headers: { accept: '*/*' } })).status).toBe(200);
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.on('error', () => {});
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  },
);

it('ends when the process that started it with a channel is gone', async () => {
  const child = fork(main, [config], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
  await announcement(child);
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it.each([
  ['no argument', [], 'Usage: main.ts CONFIG.json'],
  ['a file that does not exist', ['nowhere.json'], 'no such file'],
  [
    'a file that is not the configuration',
    [main],
    'Expected a JSON object with module, data, seed and behaviour',
  ],
])('ends with code 2 and one message for %s', async (_, args, message) => {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
