import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'undici';
import { messageOf } from '../errors/thrown.ts';
import type { Load } from '../record/journal/load.ts';

/** Requests from one number to before another, and what came of them. */
export interface Driven {
  readonly wallMs: number;
  /** Microseconds of each answer of 2xx, to its last byte. */
  readonly latencies: RecordableHistogram;
  readonly errors: number;
  /** In words that follow the server's name: `answered 503 to GET /orders?page=7`; null where there was none. */
  readonly firstError: string | null;
}

/**
 * Asks by as many connections as the load says, each the next number when its last answer has come, and closes them. Nothing of
 * an answer is kept. undici, and no load generator: autocannon 9 holds each answer whole as a text (440 MB for 20 of 30 MB at once),
 * and of 1,000 requests to a server that closes each connection after its answer, as Python's own does, it lost 500.
 * @param isOver whether an error ends it
 */
export const drive = async (
  url: string,
  { paths, connections, timeout }: Load,
  { from, to, isOver }: { readonly from: number; readonly to: number; readonly isOver: boolean },
): Promise<Driven> => {
  const latencies = createHistogram();
  let next = from;
  let errors = 0;
  let firstError: string | null = null;
  const ask = async (client: Client, path: string, isReused: () => boolean): Promise<void> => {
    const began = performance.now();
    let answer = await answerTo(client, path);
    // A server may close an idle connection in the moment in which it is used again: RFC 9112, 9.5, has the client try once more.
    if (answer.fault !== null && !answer.isBegun && isReused()) answer = await answerTo(client, path);
    const { fault } = answer;
    if (fault === null) latencies.record(Math.max(1, Math.round(1000 * (performance.now() - began))));
    else {
      errors += 1;
      firstError ??= `${fault} to GET ${path}`;
    }
  };
  const ofOneConnection = async (isBegun: () => void): Promise<void> => {
    const waitMs = timeout * 1000;
    const client = new Client(url, {
      pipelining: 1,
      headersTimeout: waitMs,
      bodyTimeout: waitMs,
      connect: { timeout: waitMs },
    });
    // Answers over the present connection.
    let answered = 0;
    client.on('connect', () => {
      answered = 0;
    });
    while (next < to && !(isOver && errors > 0)) {
      const number = next;
      next += 1;
      await ask(client, pathOf(paths, number), () => answered > 0);
      answered += 1;
      isBegun();
    }
    await client.close();
  };
  const began = performance.now();
  const open: Promise<void>[] = [];
  for (let i = 0; i < Math.min(connections, to - from); i++) {
    // Many servers let five wait to be accepted, and the kernel tries those that are turned away again after a second.
    const { promise, resolve } = Promise.withResolvers<void>();
    open.push(ofOneConnection(resolve));
    await Promise.race([promise, setTimeout(betweenMs)]);
  }
  await Promise.all(open);
  return { wallMs: performance.now() - began, latencies, errors, firstError };
};

/** Until the next connection is opened, if the last has no answer before. */
const betweenMs = 5;

/** The path of a request by its number, from 1. */
const pathOf = (paths: readonly string[], number: number): string =>
  (paths[(number - 1) % paths.length] ?? '/').replaceAll('{n}', String(number));

interface Answer {
  /** Null for one of 2xx that came to its end, else what came in words that follow "it". */
  readonly fault: string | null;
  readonly isBegun: boolean;
}

const answerTo = (client: Client, path: string): Promise<Answer> =>
  new Promise((resolve) => {
    let status = 0;
    const end = (fault: string | null): void => resolve({ fault, isBegun: status > 0 });
    client.dispatch(
      { path, method: 'GET' },
      {
        onRequestStart: () => {},
        onResponseStart: (_, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => {},
        onResponseEnd: () => end(status >= 200 && status < 300 ? null : `answered ${status}`),
        onResponseError: (_, error) => end(`did not answer (${messageOf(error)})`),
      },
    );
  });
