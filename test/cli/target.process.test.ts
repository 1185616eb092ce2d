import { mkdtempDisposableSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type ClientRequest, request as forward } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadServices } from '../../src/cases/load.ts';
import { messageOf } from '../../src/errors/user-error.ts';
import { type TargetAccess, targetVariable } from '../../src/record/messages/subject.ts';
import type { Run } from '../../src/record/run.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import { selfSigned } from '../builders/certificates.ts';
import { openClients } from '../builders/reqmgr2.ts';
import { folderWith, inProcess } from './command.ts';

const server = selfSigned('a front end of a test');
const client = selfSigned('a client of a test');
const stranger = selfSigned('a client that nobody trusts');
const token = 'Bearer eyJhbGciOiJub25lIn0.c2VjcmV0';

/** Tidemark's services in a process of their own, behind a front end that lets in whom it knows, over TLS. */
const startTarget = async () => {
  const scratch = mkdtempDisposableSync(path.join(os.tmpdir(), 'tidemark-target-'));
  const services = await startServicesProcess(
    loadServices('small', { scale: 0.1 }),
    scratch.path,
    new AbortController().signal,
  );
  const requests: string[] = [];
  const { key, certificate: cert } = server;
  const tls = { key, cert, ca: client.certificate, requestCert: true, rejectUnauthorized: true };
  const frontEnd = createServer(tls, (incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url?.split('?')[0]}`);
    if (incoming.headers.authorization !== token) return void outgoing.writeHead(403).end();
    const { method, headers, url = '' } = incoming;
    const behind: ClientRequest = forward(services.url + url.replace(/^\/site/, ''), { method, headers });
    behind.on('response', (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(behind);
  });
  await new Promise<void>((resolve) => frontEnd.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(frontEnd.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      frontEnd.closeAllConnections();
      await new Promise((resolve) => frontEnd.close(resolve));
      await services.stop();
      scratch[Symbol.dispose]();
    },
  };
};

const scenario = `
name: real
target:
  url: { env: T_URL }
  certificate: { env: T_CERTIFICATE }
  key: { env: T_KEY }
  ca: { env: T_CA }
  headers: { Authorization: { env: T_TOKEN } }
samples: 1
metrics: [wallTime, requests]
retries: { attempts: 1 }
strategies:
  - naive
  - ./lossy.ts
  - ./curious.ts: { expect: fails }
`;

/** Loses one workflow of all. */
const lossy = `
export default async function* ({ reqmgr, statuses }: any) {
  yield* Object.values(await reqmgr.requestsByStatus(statuses)).slice(1);
}`;

/** Tells what a strategy can find out about the target: its own command line, its task, and how it was sent there. */
const curious = `
import { readFileSync } from 'node:fs';
export default async function* () {
  const told = [...process.argv, ...process.execArgv, readFileSync(process.argv[2], 'utf8'), process.env.TIDEMARK_TARGET];
  throw new Error('told: ' + told.join(' '));
}`;

const measure = async (host: string) => {
  const cwd = await folderWith({
    'real.yaml': scenario,
    'lossy.ts': lossy,
    'curious.ts': curious,
    'client-key.pem': client.key,
    'client-certificate.pem': client.certificate,
    'ca-of-the-site.pem': server.certificate,
  });
  const env = {
    T_URL: `https://${host}/site/`,
    T_KEY: path.join(cwd, 'client-key.pem'),
    T_CERTIFICATE: path.join(cwd, 'client-certificate.pem'),
    T_CA: path.join(cwd, 'ca-of-the-site.pem'),
    T_TOKEN: token,
  };
  const ended = await inProcess(['run', 'real.yaml', '--out', 'out'], cwd, env);
  const out = path.join(cwd, 'out');
  const written = readdirSync(out).map((name) => readFileSync(path.join(out, name), 'utf8'));
  const told = [...written, ended.stdout, ended.stderr].join('\n');
  const run: Run = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8'));
  const rows = Object.fromEntries(run.results.map((result) => [result.label, result]));
  const secrets = ['127.0.0.1', `:${host.split(':')[1]}`, token.split(' ')[1] ?? '', '.pem', '/site'];
  return { ...ended, told, run, rows, leaked: secrets.filter((secret) => told.includes(secret)) };
};

test('a real service over TLS is measured with a client certificate and a header, and nothing tells which it was', async () => {
  await using target = await startTarget();
  const { exitCode, stderr, told, run, rows, leaked } = await measure(target.host);
  expect(exitCode, stderr).toBe(0);

  expect(run.scenario.target).toBe(true);
  expect(run.workload.items).toBeGreaterThan(10);
  const { items } = run.workload;
  expect(rows.naive).toMatchObject({
    status: 'completed',
    completeness: { expected: items, processed: items, digestMatches: true },
    unavailable: { requests: 'a real service keeps no ledger of what it is asked' },
  });
  expect(rows.naive?.metrics.wallTime?.median).toBeGreaterThan(0);
  expect(rows['./lossy.ts']).toMatchObject({
    status: 'completed',
    completeness: { expected: items, processed: items - 1, missed: 1, digestMatches: false },
  });
  expect(told).toContain('target: yes');

  expect(rows['./curious.ts']?.failure?.message).toContain('"url":null');
  expect(rows['./curious.ts']?.failure?.message).not.toContain('(redacted)');
  expect(leaked).toEqual([]);
  expect([...new Set(target.requests.map((request) => request.split(' ')[0]))]).toEqual(['GET']);
});

test('a real service that does not let a client in says so, and no message tells which it was', async () => {
  await using target = await startTarget();
  const folder = await folderWith({
    'key.pem': stranger.key,
    'certificate.pem': stranger.certificate,
    'ca.pem': server.certificate,
  });
  const access: TargetAccess = {
    url: `https://${target.host}`,
    key: path.join(folder, 'key.pem'),
    certificate: path.join(folder, 'certificate.pem'),
    ca: path.join(folder, 'ca.pem'),
    headers: {},
    own: { locks: true },
  };
  const failureWith = async (changes: Partial<TargetAccess>): Promise<string> => {
    const environment = { [targetVariable]: JSON.stringify({ ...access, ...changes }) };
    const task = { url: null, retries: { attempts: 1, base: 0, longest: 0 } };
    const { reqmgr, close } = openClients(task, new AbortController().signal, environment);
    const message = await reqmgr.parentLocks().then(() => 'it was let in', messageOf);
    await close();
    expect(message).not.toContain('127.0.0.1');
    return message;
  };
  const from = "from the target's /reqmgr2/data/parentlocks";
  expect(await failureWith({})).toMatch(new RegExp(`^no answer \\(\\w+\\) ${from}$`));
  expect(await failureWith({ ca: null })).toBe(`no answer (DEPTH_ZERO_SELF_SIGNED_CERT) ${from}`);
  expect(target.requests).toEqual([]);

  await writeFile(access.key ?? '', client.key);
  await writeFile(access.certificate ?? '', client.certificate);
  expect(await failureWith({})).toBe(`status 403 ${from}`);
  expect(await failureWith({ headers: { authorization: token } })).toBe('it was let in');
});
