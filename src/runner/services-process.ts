import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { request } from 'undici';
import type { MetricName } from '../record/metrics.ts';
import type { Metrics } from '../record/sample.ts';
import type { ServicesBehaviour } from '../record/services-behaviour.ts';
import type { Profile } from '../workload/profile.ts';
import { compileCacheFor } from './compile-cache.ts';

/** With this file's own extension: `.js` in the package, which is built. */
const servicesMain = path.join(import.meta.dirname, `../services/main${path.extname(import.meta.filename)}`);

/** What a sample is taken against. */
export interface Services {
  /** Null where subjects find it in their environment. */
  readonly url: string | null;
  /** Forgets what was counted. */
  readonly resetLedger: () => Promise<void>;
  /** What was counted since the last reset. */
  readonly readLedger: () => Promise<Metrics>;
  /** What the ledger cannot tell, and why. */
  readonly unavailable: Partial<Record<MetricName, string>>;
  readonly stop: () => Promise<void>;
}

/** The services in a process of their own. */
export interface ServicesProcess extends Services {
  readonly url: string;
  readonly pid: number;
}

/** @param scratch a folder for the configuration that the process reads */
export const startServicesProcess = async (
  config: { profile: Profile; seed: number; behaviour: ServicesBehaviour },
  scratch: string,
): Promise<ServicesProcess> => {
  const configPath = path.join(scratch, 'services.json');
  await writeFile(configPath, JSON.stringify(config));
  // With an IPC channel the services notice when the harness is gone, however it went.
  const child = execa(process.execPath, [servicesMain, configPath], {
    env: { NODE_OPTIONS: undefined, NODE_COMPILE_CACHE: compileCacheFor(scratch) },
    ipc: true,
    reject: false,
    stdin: 'ignore',
  });
  const { url, pid } = await firstLine(child);
  return {
    url,
    pid,
    resetLedger: async () => {
      const { body } = await request(`${url}/tidemark/ledger`, { method: 'DELETE' });
      await body.dump();
    },
    readLedger: async () => {
      const { body } = await request(`${url}/tidemark/ledger`);
      return (await body.json()) as Metrics;
    },
    unavailable: {},
    stop: async () => {
      child.kill('SIGTERM');
      await child;
    },
  };
};

/** Waits for the line that says where the services listen; an Error with their stderr if they end before it. */
const firstLine = async (child: ServicesChild): Promise<{ url: string; pid: number }> => {
  // Not execa's own lines: leaving their loop waits for the end of the process.
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{"url"')) return JSON.parse(line);
  }
  const { stderr } = await child;
  throw new Error(`the services ended before they listened:\n${stderr}`);
};

type ServicesChild = PromiseLike<{ stderr: string }> & { readonly stdout: NodeJS.ReadableStream };
