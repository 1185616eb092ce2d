/**
 * A server of any language: started for a run with its port in the environment (`PORT`), waited for until it is ready, and
 * ended with its children.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { messageOf } from '../../errors/user-error.ts';
import { formatWait } from '../../units/durations.ts';
import { type Child, type ChildEnd, startChild } from './child-process.ts';
import { isInstalled } from './installed.ts';
import { lastWordsIn } from './last-words.ts';
import { programEnvironment, type Variables } from './process-environment.ts';

export interface ServerCommand {
  readonly command: readonly string[];
  /** What it runs in. */
  readonly folder: string;
  /** Set over the harness's own environment, see `process-environment`. */
  readonly env: Variables;
  /** A path that answers with a status below 400 when it is ready; null where a connection will do. */
  readonly ready: string | null;
}

interface ServerLimits {
  /** A folder of this run's own, for what it writes to stderr. */
  readonly scratch: string;
  /** Milliseconds until it must be ready. */
  readonly patienceMs: number;
  /** Milliseconds that it may live. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Makes the command line that is started; the command itself if not given. */
  readonly within?: (executable: string, parameters: readonly string[]) => readonly string[];
}

export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Of what was started; its process group has the same number. */
  readonly pid: number;
  /** How it ended, by itself or not. Never rejects. */
  readonly ended: Promise<ChildEnd>;
  /** Ends it and its children, and waits for that. */
  readonly stop: () => Promise<ChildEnd>;
}

export type ServerStart =
  | { readonly type: 'ready'; readonly server: RunningServer }
  | { readonly type: 'interrupted' }
  | { readonly type: 'not-installed' }
  /** A sentence about `it`, with its last words. Of one that was ended for being late there is no end of its own. */
  | { readonly type: 'failed'; readonly why: string; readonly end: ChildEnd | null };

/** Somebody may take a port in the instant between its choice and the server's start. */
const tries = 3;

export const startServer = async (server: ServerCommand, limits: ServerLimits): Promise<ServerStart> => {
  if (!isInstalled(server)) return { type: 'not-installed' };
  let start = await startOnce(server, limits);
  for (let i = 1; i < tries && start.type === 'failed' && isForPort(start.end); i++) {
    start = await startOnce(server, limits);
  }
  return start;
};

const isForPort = (end: ChildEnd | null): boolean =>
  end !== null && /EADDRINUSE|address already in use/i.test(end.stderr);

const startOnce = async (
  { command, folder, env, ready }: ServerCommand,
  { scratch, patienceMs, timeoutMs, signal, within }: ServerLimits,
): Promise<ServerStart> => {
  const port = await freePort();
  const [executable = '', ...parameters] = command;
  const [file = '', ...args] = within?.(executable, parameters) ?? command;
  const child = await startChild(file, args, {
    cwd: folder,
    env: programEnvironment({ ...env, PORT: String(port) }),
    keepStderrIn: scratch,
    timeoutMs,
    signal,
  });
  const stop = (): Promise<ChildEnd> => {
    child.stop();
    return child.ended;
  };
  const url = `http://127.0.0.1:${port}`;
  const wait = await untilReady(child, { url, port, ready, patienceMs });
  if (signal.aborted) {
    await stop();
    return { type: 'interrupted' };
  }
  if (wait.type === 'ready' && child.pid !== undefined) {
    return { type: 'ready', server: { url, pid: child.pid, ended: child.ended, stop } };
  }
  if (wait.type === 'ended') {
    const why = `${endedHow(wait.end)} before it was ready${lastWordsIn(wait.end.stderr)}${portAdvice(wait.end)}`;
    return { type: 'failed', why, end: wait.end };
  }
  const { stderr } = await stop();
  const answer = wait.type === 'late' ? wait.last : 'it is not there';
  const asked = ready === null ? `127.0.0.1:${port}` : `${ready} of 127.0.0.1:${port}`;
  const why = `it was not ready within ${formatWait(patienceMs)}: ${asked} ${answer} (PORT in its environment says where to listen)`;
  return { type: 'failed', why: `${why}${lastWordsIn(stderr)}`, end: null };
};

/** In words that follow "it". */
export const endedHow = ({ exitCode, signal }: ChildEnd): string =>
  signal !== undefined
    ? `it was ended by ${signal}`
    : exitCode === undefined
      ? 'it could not be started'
      : `it ended with exit code ${exitCode}`;

const portAdvice = (end: ChildEnd): string =>
  isForPort(end) ? '; its port is taken: does it listen at the one that PORT in its environment says?' : '';

/** One that nobody listens at. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

type Wait =
  | { readonly type: 'ready' }
  | { readonly type: 'ended'; readonly end: ChildEnd }
  /** What became of the last try, in words that follow the address. */
  | { readonly type: 'late'; readonly last: string };

const everyMs = 25;

const untilReady = async (
  child: Child,
  asked: {
    readonly url: string;
    readonly port: number;
    readonly ready: string | null;
    readonly patienceMs: number;
  },
): Promise<Wait> => {
  const over = new AbortController();
  const deadline = performance.now() + asked.patienceMs;
  let last = 'was never asked';
  const poll = async (): Promise<Wait> => {
    while (!over.signal.aborted) {
      const left = deadline - performance.now();
      if (left <= 0) return { type: 'late', last };
      const patience = AbortSignal.any([over.signal, AbortSignal.timeout(Math.ceil(left))]);
      const fault = await (asked.ready === null
        ? connectsTo(asked.port, patience)
        : answers(asked.url + asked.ready, patience));
      if (fault === null) return { type: 'ready' };
      if (!patience.aborted || last === 'was never asked') last = fault;
      await setTimeout(everyMs, undefined, { signal: over.signal }).catch(() => {});
    }
    return { type: 'late', last };
  };
  try {
    return await Promise.race([poll(), child.ended.then((end): Wait => ({ type: 'ended', end }))]);
  } finally {
    over.abort();
  }
};

/** Null if it does, else what came of it in words that follow the address. */
const answers = async (url: string, signal: AbortSignal): Promise<string | null> => {
  // Of its own, and gone with the answer: the server shall not hold a connection for us.
  const dispatcher = new Agent({ pipelining: 0 });
  try {
    const { statusCode, body } = await request(url, { signal, dispatcher });
    await body.dump();
    return statusCode < 400 ? null : `answered ${statusCode}`;
  } catch (thrown) {
    return signal.aborted ? 'did not answer' : `did not answer (${messageOf(thrown)})`;
  } finally {
    await dispatcher.destroy();
  }
};

const connectsTo = async (port: number, signal: AbortSignal): Promise<string | null> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect', { signal });
    return null;
  } catch {
    return 'does not listen';
  } finally {
    socket.destroy();
  }
};
