import { readFileSync } from 'node:fs';
import { Agent, request } from 'undici';
import { loadDescription, scaleDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import { servedDescription } from '../builders/reqmgr2.ts';
import type { Finding } from './findings.ts';
import { startServer } from './processes.ts';
import { medianOf, ratioOf, timeSideBySide } from './side-by-side.ts';

const path = '/reqmgr2/data/request?status=announced';

/** The rate of the services against a bare server that sends as many bytes, to a client that throws them away. */
export const benchServices = async (scratch: string): Promise<Finding[]> => {
  const description = loadDescription('production');
  const services = await startServicesProcess(
    servedDescription(description),
    scratch,
    new AbortController().signal,
  );
  const bytes = await drain(`${services.url}${path}`);
  const bare = await startServer('bare-server.ts', [String(bytes)]);
  const timings = await timeSideBySide(
    [
      { name: 'services', run: () => drain(`${services.url}${path}`) },
      { name: 'bare', run: () => drain(bare.url) },
    ],
    9,
  );
  await Promise.all([services.stop(), bare.stop()]);
  const share = 1 / ratioOf(timings, 'services', 'bare');
  const rate = (name: string): string => `${(bytes / medianOf(timings, name) / 1e6).toFixed(2)} GB/s`;
  return [
    { what: 'bare node:http server, constant buffer', measured: rate('bare'), goal: null },
    { what: 'services, documents generated as they are sent', measured: rate('services'), goal: null },
    {
      what: 'services against bare server',
      measured: `${(share * 100).toFixed(0)} %`,
      goal: { text: 'at least 60 %', met: share >= 0.6 },
    },
    await benchMemory(scratch),
  ];
};

const limitBytes = 150e6;

/** The services' own high-water mark after they have sent a workload of 300,000 documents (5.6 GB). */
const benchMemory = async (scratch: string): Promise<Finding> => {
  const production = loadDescription('production');
  const description = scaleDescription(production, 300_000 / 9_555);
  const config = servedDescription(description);
  // The first start fills the compile cache.
  await (await startServicesProcess(config, scratch, new AbortController().signal)).stop();
  const services = await startServicesProcess(config, scratch, new AbortController().signal);
  await drain(`${services.url}${path}`);
  const status = readFileSync(`/proc/${services.pid}/status`, 'utf8');
  await services.stop();
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  return {
    what: 'peak RSS of the services, 300,000 documents sent',
    measured: `${(peak / 1e6).toFixed(0)} MB`,
    goal: { text: 'under 150 MB', met: peak < limitBytes },
  };
};

const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0 });

/** Reads an answer to its end and keeps nothing; returns its bytes. */
const drain = async (url: string): Promise<number> => {
  const { body } = await request(url, { dispatcher });
  let bytes = 0;
  for await (const piece of body) bytes += (piece as Buffer).length;
  return bytes;
};
