import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Result, Run } from '../../src/record/run.ts';
import { folderWith, inProcess, tidemark } from '../cli/command.ts';
import { untilGone } from '../runner/until-gone.ts';
import { until } from '../until.ts';

/** Answers the number of requests so far; what else it does is its parameter. */
const server = `
import http from 'node:http';
const mode = process.env.TIDEMARK_PARAM_MODE;
let asked = 0;
http.createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  asked += 1;
  if (mode === 'breaks' && asked === 30) { console.error('the disk is full'); process.exit(7); }
  if (mode === 'refuses' && asked === 30) response.statusCode = 503;
  response.end(String(asked));
}).listen(process.env.PORT, '127.0.0.1');
`;

const scenarioOf = (modes: string, more = '', settings = ''): string => `
name: mine
samples: 1
${settings}
strategies:
  - { server: [${process.execPath}, serve.mjs], label: server, ready: /health, params: { mode: [${modes}] } }
load: { paths: ['/a?page={n}', /b], requests: 40, connections: 3, warmup: 10${more} }
`;

const runOf = async (modes: string, { more = '', settings = '' } = {}) => {
  const cwd = await folderWith({
    'mine.yaml': scenarioOf(modes, more, settings),
    'serve.mjs': server,
  });
  const { exitCode } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const row = (mode: string): Result | undefined =>
    run.results.find(({ label }) => label === `server mode=${mode}`);
  return { exitCode, row, report: await readFile(path.join(cwd, 'out', 'report.md'), 'utf8') };
};

test('a server under load is timed, and its memory is read before, at its peak, and settled', async () => {
  const { exitCode, row, report } = await runOf('plain');
  expect(exitCode).toBe(0);
  const { metrics: figures = {}, growth } = row('plain') ?? {};
  for (const name of [
    'requestsPerSecond',
    'latencyP50',
    'latencyP99',
    'peakRss',
    'rssBefore',
    'rssSettled',
  ] as const) {
    expect(figures[name]?.median, name).toBeGreaterThan(0);
  }
  expect(figures.peakRss?.median).toBeGreaterThanOrEqual(figures.rssBefore?.median ?? 0);
  expect(figures.requestErrors?.median).toBe(0);
  expect(figures.growthPerRequest).toBeDefined();
  expect(growth).toBeDefined();
  expect(report).toContain('Under load');
});

test('a Node server is read from inside, unchanged', async () => {
  const { row } = await runOf('plain', {
    more: ', errors: count',
    settings: 'metrics: [liveBefore, liveSettled, growthPerRequest, peakHeap, peakLive]',
  });
  const { metrics: figures = {}, unavailable } = row('plain') ?? {};
  for (const name of ['liveBefore', 'liveSettled', 'peakHeap', 'peakLive'] as const) {
    expect(figures[name]?.median, name).toBeGreaterThan(1e6);
    expect(figures[name]?.median, name).toBeLessThan(60e6);
  }
  expect(figures.growthPerRequest).toBeDefined();
  expect(unavailable).toEqual({});
});

test('what breaks or refuses under load has no figures, and is told with its last words', async () => {
  const { exitCode, row } = await runOf('breaks, refuses');
  expect(exitCode).toBe(3);
  expect(row('breaks')?.failure).toEqual({
    kind: 'exit',
    message: 'under load it ended with exit code 7: the disk is full',
    exitCode: 7,
  });
  expect(row('refuses')?.failure?.kind).toBe('error');
  expect(row('refuses')?.failure?.message).toMatch(/^it answered 503 to GET \/(a\?page=\d+|b)$/);
});

test('errors that are to be counted stand beside the figures', async () => {
  const { exitCode, row } = await runOf('refuses', { more: ', errors: count' });
  expect(exitCode).toBe(0);
  expect(row('refuses')?.metrics.requestErrors?.median).toBe(1);
});

test.each(['SIGINT', 'SIGKILL'] as const)(
  'a server under load, and what loads it, end with a run that %s ends',
  async (signal) => {
    const files = {
      'serve.mjs': `import { writeFileSync } from 'node:fs';\n${server.replace('asked += 1;', "asked += 1; if (asked === 30) writeFileSync('pid', String(process.pid));")}`,
      'mine.yaml': scenarioOf('plain', ', errors: count').replace('requests: 40', 'requests: 10000000'),
    };
    const cwd = await folderWith(files);
    const harness = tidemark(['run', 'mine.yaml', '--out', 'out'], cwd, [], { detached: true });
    const pid = await until(() => readFile(path.join(cwd, 'pid'), 'utf8'));
    harness.kill(signal);
    await harness;
    await untilGone(pid);
  },
);
