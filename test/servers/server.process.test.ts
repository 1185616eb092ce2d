import { once } from 'node:events';
import { createServer } from 'node:net';
import { request } from 'undici';
import { expect, test } from 'vitest';
import { type ServerStart, startServer } from '../../src/runner/processes/server.ts';
import { folderWith } from '../cli/command.ts';
import { hangs } from '../hangs.ts';
import { untilGone } from '../runner/until-gone.ts';

const never = new AbortController().signal;

/** Starts Node with a script that has `http`, `port` and `answer(status)`. */
const started = async (
  script: string,
  { ready = '/health', patienceMs = hangs, signal = never, command = [process.execPath, '-e'] } = {} as {
    ready?: string | null;
    patienceMs?: number;
    signal?: AbortSignal;
    command?: readonly string[];
  },
): Promise<ServerStart> => {
  const scratch = await folderWith();
  const prelude = `const http = require('http'), port = process.env.PORT, answer = (status) => (_, res) => { res.statusCode = status; res.end(); };`;
  return startServer(
    { command: [...command, prelude + script], folder: scratch, env: {}, ready },
    { scratch, patienceMs, timeoutMs: hangs, signal },
  );
};

const whyOf = (start: ServerStart): string => (start.type === 'failed' ? start.why : start.type);

test('a server is given a free port, and is ready when its path answers', async () => {
  const start = await started("http.createServer(answer(204)).listen(port, '127.0.0.1')");
  if (start.type !== 'ready') throw new Error(whyOf(start));
  const { server } = start;
  expect((await request(`${server.url}/health`)).statusCode).toBe(204);
  await server.stop();
  await untilGone(String(server.pid));
});

test('without a path a server is ready when it takes a connection', async () => {
  const start = await started("http.createServer(answer(500)).listen(port, '127.0.0.1')", { ready: null });
  if (start.type !== 'ready') throw new Error(whyOf(start));
  await start.server.stop();
});

test('a server that ends early is told with its last words', async () => {
  const start = await started("console.error('no database'); process.exit(5)");
  expect(whyOf(start)).toBe('it ended with exit code 5 before it was ready: no database');
});

test('a server that listens elsewhere, at a port that is taken, is told so', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as { port: number };
  const why = whyOf(await started(`http.createServer(answer(200)).listen(${port}, '127.0.0.1')`));
  taken.close();
  expect(why).toContain('it ended with exit code 1 before it was ready');
  expect(why).toContain('its port is taken: does it listen at the one that PORT in its environment says?');
});

test('a server that never gets ready is ended, and what its path answered is told', async () => {
  // The first patience in which it gets as far as to answer.
  const late = async (patienceMs: number): Promise<string> => {
    const script = "http.createServer(answer(503)).listen(port, '127.0.0.1'); console.error('still loading')";
    const why = whyOf(await started(script, { patienceMs }));
    return why.includes('answered') ? why : late(2 * patienceMs);
  };
  const why = await late(500);
  expect(why).toMatch(/^it was not ready within \d+s: \/health of 127\.0\.0\.1:\d+ answered 503 \(PORT in/);
  expect(why).toContain(': still loading');
});

test('an interruption ends a server that is waited for', async () => {
  const interruption = new AbortController();
  const start = started('setInterval(() => {}, 1000)', { signal: interruption.signal });
  setTimeout(() => interruption.abort(), 10);
  expect((await start).type).toBe('interrupted');
});

test('a server that is not on this machine is told so', async () => {
  expect((await started('', { command: ['no-such-program-anywhere'] })).type).toBe('not-installed');
});
