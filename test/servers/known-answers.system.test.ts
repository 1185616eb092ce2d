import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { Result, Run } from '../../src/record/run.ts';
import { folderWith, inProcess } from '../cli/command.ts';
import { needing } from '../clients/tools.ts';

const requests = 20_000;

/** What is kept of each request, in a server and without one. */
const nodeKept = 'Array.from({ length: 125 }, (_, i) => i + 0.5)';
const nodeServer = `
import http from 'node:http';
const keeps = process.env.TIDEMARK_PARAM_KEEPS === 'true';
const kept = [];
http.createServer((request, response) => {
  if (request.url === '/health') return response.end('ok');
  if (keeps) kept.push(${nodeKept});
  response.end(JSON.stringify({ path: request.url }));
}).listen(process.env.PORT, '127.0.0.1');
`;
const nodeCost = `
const alive = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
const kept = [];
for (let i = 0; i < 10; i++) kept.push(${nodeKept});
const before = alive();
for (let i = 0; i < ${requests}; i++) kept.push(${nodeKept});
console.log((alive() - before) / ${requests}, kept.length === 0);
`;
const pythonServer = `
import json, os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
keeps = os.environ["TIDEMARK_PARAM_KEEPS"] == "true"
kept = []
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        if keeps and self.path != "/health":
            kept.append([i + 0.5 for i in range(32)])
        body = json.dumps({"path": self.path}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass
class Server(ThreadingHTTPServer):
    request_queue_size = 128
Server(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
`;
const pythonCost = `
import tracemalloc
kept = []
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
for _ in range(${requests}):
    kept.append([i + 0.5 for i in range(32)])
print((tracemalloc.get_traced_memory()[0] - before) / ${requests})
`;

const rowsOf = async (command: string, files: Readonly<Record<string, string>>) => {
  const scenario = `
name: mine
samples: 1
metrics: [liveBefore, liveSettled, growthPerRequest]
strategies:
  - { server: ${command}, label: server, ready: /health, params: { keeps: [true, false] } }
load: { paths: ['/a?page={n}'], requests: ${requests}, connections: 20, warmup: 500 }
timeout: 1200
`;
  const cwd = await folderWith({ 'mine.yaml': scenario, ...files });
  const { exitCode } = await inProcess(['run', 'mine.yaml', '--out', 'out', '--quiet'], cwd);
  expect(exitCode).toBe(0);
  const run: Run = JSON.parse(await readFile(path.join(cwd, 'out', 'run.json'), 'utf8'));
  const [keeping, plain] = run.results as [Result, Result];
  return { keeping, plain };
};

/** Within 2 % by growth and by what is settled; and nothing where nothing is kept. */
const holdsTo = (cost: number, { keeping, plain }: Awaited<ReturnType<typeof rowsOf>>): void => {
  const figure = ({ metrics }: Result, name: 'liveBefore' | 'liveSettled' | 'growthPerRequest') =>
    metrics[name]?.median ?? Number.NaN;
  const told = {
    cost,
    keeping: [figure(keeping, 'growthPerRequest'), keeping.growth?.verdict],
    plain: [figure(plain, 'growthPerRequest'), plain.growth?.verdict],
    settled: (figure(keeping, 'liveSettled') - figure(keeping, 'liveBefore')) / (requests + 500),
  };
  expect(Math.abs(figure(keeping, 'growthPerRequest') - cost), JSON.stringify(told)).toBeLessThan(
    0.02 * cost,
  );
  expect(keeping.growth?.verdict).toBe('grows');
  expect(Math.abs(figure(plain, 'growthPerRequest')), JSON.stringify(told)).toBeLessThan(10);
  expect(plain.growth?.verdict).toBe('settles');
};

test('what a Node server keeps of 20,000 requests is read within 2 % of its cost, and nothing is no growth', async () => {
  const rows = await rowsOf(`[${process.execPath}, serve.mjs]`, { 'serve.mjs': nodeServer });
  const { stdout } = await execa(process.execPath, ['--expose-gc', '-e', nodeCost]);
  holdsTo(Number(stdout.split(' ')[0]), rows);
});

const python = needing('python3');

test.skipIf(python.skipped)(
  python.named(
    'what a Python server keeps of 20,000 requests is read within 2 % of its cost, and nothing is no growth',
  ),
  async () => {
    const rows = await rowsOf('[python3, serve.py]', { 'serve.py': pythonServer });
    const { stdout } = await execa('python3', ['-c', pythonCost]);
    holdsTo(Number(stdout), rows);
  },
);
