import { createServer } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../src/errors/user-error.ts';
import { startServices } from '../../src/services/server/server.ts';
import { runServices, served, smallWorkload } from './small-services.ts';

const announced = '/reqmgr2/data/request?status=announced';
const start = (options: { host?: string; port?: number }) =>
  startServices({ ...served(smallWorkload()), ...options });

describe('where the services listen', () => {
  it('is 127.0.0.1 and a free port unless they are told otherwise', async () => {
    await using services = await runServices();
    expect(services.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(services.pid).toBe(process.pid);
  });

  it('is refused with advice where the port is taken', async () => {
    await using first = await runServices();
    const port = Number(new URL(first.url).port);
    const refusal = await start({ port }).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).report).toBe(
      `port ${port} of 127.0.0.1 is taken by another process\n  Choose another one, or leave the port out: any free one will be found.`,
    );
  });

  it('is refused with advice where the host is not an address of this machine', async () => {
    const refusal = await start({ host: '192.0.2.1' }).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(UserError);
    expect((refusal as UserError).report).toContain('cannot listen on the host "192.0.2.1"');
  });

  it('is free again after they are closed, even with a connection open', async () => {
    const services = await start({});
    const { hostname, port } = new URL(services.url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    await services.close();
    const other = createServer();
    await new Promise<void>((resolve, reject) => {
      other.once('error', reject).listen(Number(port), hostname, resolve);
    });
    await new Promise((resolve) => other.close(resolve));
  });
});

it("answers other paths with the front end's 404", async () => {
  await using services = await runServices();
  const response = await services.get('/elsewhere');
  expect(response.status).toBe(404);
  expect(await response.text()).toContain('<h1>Not Found</h1>');
});

/** What the server answers to bytes that no client library would send. */
const answerTo = async (url: string, message: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(message);
  return text(socket);
};

it.each(['TRACE / HTTP/1.1', 'GET http://[/ HTTP/1.1'])('answers %s with 400', async (line) => {
  await using services = await runServices();
  expect(await answerTo(services.url, `${line}\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
});

describe('a defect of the services', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const fail = (): never => {
    throw new Error('a defect');
  };

  it('is a 500 for the client, and its story is on stderr', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await using services = await runServices({ workload: { ...smallWorkload(), indexOf: fail } });
    const response = await services.get('/reqmgr2/data/request?name=a');
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error\n']);
    expect(stderr.mock.calls.join()).toContain('a defect');
    expect((await services.get(announced)).status).toBe(200);
  });

  it('breaks the connection where the answer has begun, so that it cannot pass for a whole one', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const workload = smallWorkload();
    const writer = { ...workload.writer({ style: 'reqmgr' }), write: fail };
    await using services = await runServices({ workload: { ...workload, writer: () => writer } });
    await expect(services.get(announced).then((response) => response.text())).rejects.toThrow();
    expect(stderr.mock.calls.join()).toContain('a defect');
    expect((await services.get('/reqmgr2/data/parentlocks')).status).toBe(200);
  });
});
