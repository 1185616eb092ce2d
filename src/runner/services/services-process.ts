import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { ServicesLost } from '../../errors/system-failure.ts';
import { messageOf, UserError } from '../../errors/user-error.ts';
import { type AnswerNote, answerNotesShape } from '../../record/answers.ts';
import type { Metrics } from '../../record/journal/sample.ts';
import { ledgerShape, readyShape, refusedShape } from '../../record/messages/services-process.ts';
import type { MetricName } from '../../record/metrics.ts';
import type { ServedScenario } from '../../scenario/load-services.ts';
import { servicesFlags } from '../../services/flags.ts';
import type { ServicesConfig } from '../../services/server/serve.ts';
import { type Child, startChild } from '../processes/child-process.ts';
import { compileCacheFor } from '../processes/compile-cache.ts';
import { lastWordsIn } from '../processes/last-words.ts';
import { ownEnvironment } from '../processes/process-environment.ts';
import { writeTemporary } from '../processes/scratch.ts';

/** With this file's own extension: `.js` in the package, which is built. */
export const servicesMain = path.join(
  import.meta.dirname,
  `../../services/main${path.extname(import.meta.filename)}`,
);

/** What a sample is taken against. */
export interface Services {
  /** Null where subjects find it in their environment. */
  readonly url: string | null;
  /** Forgets what was counted: a sample of this row begins. */
  readonly resetLedger: (label: string) => Promise<void>;
  /** What they did in it that a reader must know; absent where nobody can tell. */
  readonly readNotes?: () => Promise<readonly AnswerNote[]>;
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

/** What their process is told. */
export const configOf = ({
  case: about,
  opened,
  seed,
  services: behaviour,
}: ServedScenario): ServicesConfig => ({
  module: about.modules.services,
  data: opened.served,
  seed,
  behaviour,
});

/**
 * @param scratch a folder for the configuration that the process reads
 * @param signal ends them, and the waiting for them
 */
export const startServicesProcess = async (
  served: ServedScenario,
  scratch: string,
  signal: AbortSignal,
): Promise<ServicesProcess> => {
  const configPath = path.join(scratch, 'services.json');
  await writeTemporary(configPath, JSON.stringify(configOf(served)));
  // With an IPC channel the services notice when the harness is gone, however it went.
  const child = await startChild(process.execPath, [...servicesFlags, servicesMain, configPath], {
    env: ownEnvironment({ NODE_COMPILE_CACHE: compileCacheFor(scratch), TMPDIR: scratch }),
    channel: true,
    stdout: 'pipe',
    keepStderrIn: scratch,
    timeoutMs: longestLifeMs,
    signal,
  });
  const { url, pid } = readyShape.parse(await announcement(child, 'url', served, signal));
  // Node may have put one in place of undici's own that asks a proxy.
  const dispatcher = new Agent();
  const ask = async (method: 'GET' | 'DELETE' | 'PUT', what: string) => {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(longestAnswerMs)]);
    return (await request(`${url}/tidemark/${what}`, { method, signal: patience, dispatcher })).body;
  };
  const isWatched = served.case.asksServices !== undefined;
  return {
    url,
    pid,
    resetLedger: (label) =>
      orLost(async () => {
        await (await ask('DELETE', 'ledger')).dump();
        if (isWatched) await (await ask('PUT', `notes?row=${encodeURIComponent(label)}`)).dump();
      }),
    readLedger: () => orLost(async () => ledgerShape.parse(await (await ask('GET', 'ledger')).json())),
    ...(isWatched && {
      readNotes: () => orLost(async () => answerNotesShape.parse(await (await ask('GET', 'notes')).json())),
    }),
    unavailable: {},
    stop: async () => {
      child.stop();
      await child.ended;
      await dispatcher.destroy();
    },
  };
};

const orLost = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch (error) {
    throw new ServicesLost(`the services do not answer any more: ${messageOf(error)}`, { cause: error });
  }
};

/** A run of days has many samples, and each its own limit. */
const longestLifeMs = Number.POSITIVE_INFINITY;
/** They read their whole workload before they listen: 80 s for as many items as there may be. */
const longestStartMs = 600_000;
const longestAnswerMs = 60_000;

/**
 * Waits for the line of JSON that begins with a key.
 * @throws UserError with what is said instead where a mistake of the user's is why; Error with their stderr if they end before it,
 * or do not come to it
 */
export const announcement = async (
  child: Child,
  key: string,
  { case: about }: ServedScenario,
  signal: AbortSignal,
): Promise<unknown> => {
  const patience = setTimeout(child.stop, longestStartMs);
  try {
    for await (const line of createInterface({ input: child.stdout as Readable })) {
      if (line.startsWith(`{"${key}"`)) return JSON.parse(line);
      if (line.startsWith('{"refused"')) {
        const { refused } = refusedShape.parse(JSON.parse(line));
        await child.ended;
        throw new UserError(refused);
      }
    }
  } finally {
    clearTimeout(patience);
    // Whatever else they print is for nobody, and must not stop them.
    child.stdout?.resume();
  }
  const { stderr } = await child.ended;
  signal.throwIfAborted();
  // What ends a module of the user's is the user's.
  if (about.asksServices !== undefined) {
    const place = { file: about.asksServices };
    throw new UserError(`the services ended before they listened${lastWordsIn(stderr)}`, { place });
  }
  throw new Error(`the services ended before they listened:\n${stderr}`);
};
