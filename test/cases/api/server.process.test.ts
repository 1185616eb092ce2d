import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { all, runApi, scenario } from './run-api.ts';

const server = `import { createServer } from 'node:http';
const { PORT, TIDEMARK_SCALE, TIDEMARK_PARAMS } = process.env;
const orders = Array.from({ length: 10 * TIDEMARK_SCALE }, (_, i) => ({ id: i + JSON.parse(TIDEMARK_PARAMS).from }));
createServer(({ url }, response) => response.end(url === '/orders' ? JSON.stringify(orders) : 'ready')).listen(PORT, '127.0.0.1');
`;

const about =
  '{ services: { command: [node, server.mjs], ready: /health }, item: order, key: id, params: { from: 5 } }';
const ofServer = (more = '', rows = '[./all.js]'): string =>
  scenario(more, rows).replace(/^case: .*$/m, `case: ${about}`);

test('a server of one’s own is started for the run in place of handlers, and its rows are held to one another', async () => {
  const { exitCode, stderr, row } = await runApi(
    {
      'server.mjs': server,
      'ends.js': all.replace(
        'yield* await body.json()',
        'const all = await body.json(); yield* all; if (all[4].id !== 9) throw new Error(all)',
      ),
      'shop.yaml': ofServer('', '[./all.js, ./ends.js]'),
    },
    ...['--scale', '0.5', '--metrics', 'peakRss,requests'],
  );
  expect(exitCode, stderr).toBe(0);
  expect(row('./all.js')).toMatchObject({
    completeness: { expected: 5, processed: 5, digestMatches: true },
    unavailable: { requests: 'a server that is started keeps no ledger of what it is asked' },
  });
});

test.each([
  [
    'ends before it is ready',
    "throw new Error('no database');",
    '',
    "shop.yaml: the case's services, node server.mjs: it ended with exit code 1 before it was ready: Error: no database",
  ],
  [
    'is never ready',
    "import { createServer } from 'node:http'; createServer((_, to) => to.writeHead(503).end()).listen(process.env.PORT);",
    'timeout: 1\n',
    'it was not ready within 1s: /health of 127.0.0.1:',
  ],
  [
    'finds its port taken',
    "const net = await import('node:net'); const one = net.createServer().listen(0, () => net.createServer().listen(one.address().port));",
    '',
    'its port is taken',
  ],
])('a server that %s is told in a sentence', async (_what, source, more, told) => {
  const { exitCode, stdout, stderr, cwd } = await runApi({
    'server.mjs': source,
    'shop.yaml': ofServer(more),
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain(told);
  // No report of nothing, and no journal in the way of the next run.
  expect([stdout, await readdir(path.join(cwd, 'out'))]).toEqual(['', []]);
});

test('a server that ends while it is measured ends the run, and no row is blamed', async () => {
  const { exitCode, stderr } = await runApi({
    'server.mjs': server.replace("'ready'", "'ready', () => { if (url === '/end') process.exit(7); }"),
    'ends.js':
      "export default async function* ({ request }) { await (await request('/end')).body.text(); yield* []; }",
    'shop.yaml': ofServer('', '[./ends.js, ./all.js]'),
  });
  expect(exitCode).toBe(3);
  expect(stderr).toContain("the case's services, node server.mjs, are gone: it ended with exit code 7");
});

test('a service that runs elsewhere is a target, which needs no services', async () => {
  const elsewhere = createServer(({ headers }, response) =>
    response.end(JSON.stringify(headers['x-key'] === 'letmein' ? [{ id: 1 }, { id: 2 }] : [])),
  );
  await once(elsewhere.listen(0, '127.0.0.1'), 'listening');
  vi.stubEnv('SHOP_URL', `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`);
  vi.stubEnv('SHOP_KEY', 'letmein');
  try {
    const { exitCode, stderr, row, run } = await runApi({
      'writes.js': all.replace("request('/orders')", "request('/orders', { method: 'DELETE' })"),
      'shop.yaml': scenario(
        'target: { url: { env: SHOP_URL }, headers: { x-key: { env: SHOP_KEY } } }\n',
        '[./all.js, { ./writes.js: { expect: fails } }]',
      ).replace('services: ./orders.services.js, ', ''),
    });
    expect(exitCode, stderr).toBe(0);
    expect(run?.workload.items).toBe(2);
    expect(row('./all.js')?.completeness).toMatchObject({ processed: 2, digestMatches: true });
    expect(row('./writes.js')?.failure?.message).toContain('a DELETE to a target is not sent');
  } finally {
    vi.unstubAllEnvs();
    elsewhere.close();
  }
});
