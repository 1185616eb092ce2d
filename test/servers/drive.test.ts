import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { drive } from '../../src/load/drive.ts';

const load = {
  paths: ['/a?n={n}', '/b'],
  requests: 0,
  connections: 4,
  warmup: 0,
  timeout: 60,
  errors: 'count',
} as const;

/** What came of requests 1 to 40, and which paths were asked for. */
const driven = async (listener: RequestListener, isOver = false) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const result = await drive(`http://127.0.0.1:${port}`, load, { from: 1, to: 41, isOver });
  return { asked, answered: result.latencies.count, ...result };
};

test('each number is asked for once, by the paths in turn', async () => {
  const { asked, answered, errors } = await driven((_, response) => response.end('x'.repeat(100_000)));
  const expected = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? `/a?n=${i + 1}` : '/b'));
  expect(asked.toSorted()).toEqual(expected.toSorted());
  expect({ answered, errors }).toEqual({ answered: 40, errors: 0 });
});

test('a server that closes each connection after its answer loses none', async () => {
  const { answered, errors } = await driven((_, response) =>
    response.writeHead(200, { connection: 'close' }).end('ok'),
  );
  expect({ answered, errors }).toEqual({ answered: 40, errors: 0 });
});

test('a connection that is closed when it is used again is no error, as one that never answers is', async () => {
  const seen = new WeakMap<object, number>();
  const closing = await driven(({ socket }, response) => {
    const before = seen.get(socket) ?? 0;
    seen.set(socket, before + 1);
    if (before > 0) socket.destroy();
    else response.end('ok');
  });
  expect({ answered: closing.answered, errors: closing.errors }).toEqual({ answered: 40, errors: 0 });
  const broken = await driven(({ socket }) => socket.destroy());
  expect(broken.errors).toBe(40);
  expect(broken.firstError).toMatch(/^did not answer \(.+\) to GET \/a\?n=1$/);
});

test('an answer of another status is an error, which ends the rest where that was asked for', async () => {
  const { asked, errors, firstError } = await driven((_, response) => response.writeHead(503).end(), true);
  expect(firstError).toBe('answered 503 to GET /a?n=1');
  expect(errors).toBe(asked.length);
  expect(asked.length).toBeLessThan(10);
});
