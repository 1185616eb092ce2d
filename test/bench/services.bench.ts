import { readFileSync } from 'node:fs';
import { median } from 'simple-statistics';
import { Agent, request } from 'undici';
import { loadDescription, scaleDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import { servedDescription } from '../builders/reqmgr2.ts';
import type { Finding } from './findings.ts';
import { startServer } from './processes.ts';
import { medianOf, ratioInWords, ratiosOf, timeSideBySide } from './side-by-side.ts';

const path = '/reqmgr2/data/request?status=announced';

/**
 * The services against a bare server that sends as many bytes, to a client that throws them away. Beside other work a rate is
 * the machine's; the processor time of a server is its own.
 */
export const benchServices = async (scratch: string, rounds = 15): Promise<Finding[]> => {
  const description = loadDescription('production');
  const services = await startServicesProcess(
    servedDescription(description),
    scratch,
    new AbortController().signal,
  );
  const bytes = await drain(`${services.url}${path}`);
  const bare = await startServer('bare-server.ts', [String(bytes)]);
  const used = { services: processorTime(services.pid), bare: processorTime(bare.pid) };
  const timings = await timeSideBySide(
    [
      { name: 'services', run: () => drain(`${services.url}${path}`) },
      { name: 'bare', run: () => drain(bare.url) },
    ],
    rounds,
  );
  const each = (pid: number, before: number): number => (processorTime(pid) - before) / (rounds + 1);
  const times = { services: each(services.pid, used.services), bare: each(bare.pid, used.bare) };
  await Promise.all([services.stop(), bare.stop()]);
  const shares = ratiosOf(timings, 'bare', 'services');
  const rate = (name: string): string => `${(bytes / medianOf(timings, name) / 1e6).toFixed(2)} GB/s`;
  return [
    { what: 'bare node:http server, constant buffer', measured: rate('bare'), goal: null },
    { what: 'services, documents generated as they are sent', measured: rate('services'), goal: null },
    {
      what: 'services against bare server',
      measured: ratioInWords(shares, (share) => `${(share * 100).toFixed(0)} %`),
      goal: { text: 'at least 75 %', met: median([...shares]) >= 0.75 },
    },
    {
      what: `processor time of services and of bare server, ${(bytes / 1e6).toFixed(0)} MB sent`,
      measured: `${times.services.toFixed(0)} and ${times.bare.toFixed(0)} ms`,
      goal: null,
    },
    await benchMemory(scratch),
    await benchServe(1, [path]),
    await benchServe(103, ['/reqmgr2/data/request?status=announced&detail=False', allDocs, filtered]),
  ];
};

const allDocs = '/couchdb/reqmgr_workload_cache/_all_docs';
const filtered = '/wmstatsserver/data/filtered_requests?mask=RequestStatus';

/** Milliseconds of a process, in user and kernel mode; its clock ticks every 10. */
const processorTime = (pid: number): number => {
  const [, rest = ''] = /^.*\) (.*)$/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const fields = rest.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** Bytes: the most that a process had resident at once. */
const peakOf = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;

const limitBytes = 140e6;
const memory = (what: string, peak: number): Finding => ({
  what: `peak RSS of ${what}`,
  measured: `${(peak / 1e6).toFixed(0)} MB`,
  goal: { text: 'at most 140 MB', met: peak <= limitBytes },
});

/** The services' own high-water mark after they have sent a workload of 300,000 documents (5.6 GB). */
const benchMemory = async (scratch: string): Promise<Finding> => {
  const production = loadDescription('production');
  const description = scaleDescription(production, 300_000 / 9_555);
  const config = servedDescription(description);
  // The first start fills the compile cache.
  await (await startServicesProcess(config, scratch, new AbortController().signal)).stop();
  const services = await startServicesProcess(config, scratch, new AbortController().signal);
  await drain(`${services.url}${path}`);
  const peak = peakOf(services.pid);
  await services.stop();
  return memory('the services, 300,000 documents sent', peak);
};

/** The same of the command. */
const benchServe = async (scale: number, paths: readonly string[]): Promise<Finding> => {
  const serve = ['serve', 'production', '--scale', String(scale)];
  await (await startServer('../../src/cli/tidemark.js', serve)).stop();
  const command = await startServer('../../src/cli/tidemark.js', serve);
  for (const each of paths) await drain(`${command.url}${each}`);
  const peak = peakOf(command.pid);
  await command.stop();
  return memory(
    `tidemark serve at scale ${scale}, ${paths.length === 1 ? 'all documents' : 'lists of all names'}`,
    peak,
  );
};

const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0 });

/** Reads an answer to its end and keeps nothing; returns its bytes. */
const drain = async (url: string): Promise<number> => {
  const { body } = await request(url, { dispatcher, headers: { accept: 'application/json' } });
  let bytes = 0;
  for await (const piece of body) bytes += (piece as Buffer).length;
  return bytes;
};
