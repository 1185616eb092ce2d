import { Agent, type Dispatcher, request } from 'undici';
import type { JsonValue } from '../json.ts';
import { type Cut, CutError } from './cutting/cutter.ts';
import { assertReads } from './read-only.ts';
import { noRetries, type Retries, retryAfterOf } from './retries.ts';
import { codeOf, ServiceError } from './service-error.ts';
import { type Target, withoutIdentity } from './target.ts';

/** Takes what a caller needs out of an answer; undefined where the answer has another shape. */
export interface AnswerShape<T> {
  /** For the message when the shape does not fit. */
  readonly expected: string;
  readonly read: (answer: JsonValue) => T | undefined;
}

/** The services' JSON, at paths that start with a slash; nothing is ever written there. Every failure is a `ServiceError`, an abort the signal's reason. */
export interface Http {
  readonly get: <T>(path: string, shape: AnswerShape<T>) => Promise<T>;
  /** Only to the paths of `read-only.ts`, where a body says what to read; an Error for any other. */
  readonly post: <T>(path: string, body: JsonValue, shape: AnswerShape<T>) => Promise<T>;
  /**
   * The bytes of a GET's body as they arrive, which are read no faster than they are taken; leaving early ends the
   * request. A body that breaks midway fails behind the pieces before it.
   */
  readonly bytes: (path: string) => AsyncGenerator<Buffer, void>;
  /** The items that a cutter takes out of a GET's body as it arrives, each read by the shape. */
  readonly stream: <T>(path: string, cut: Cut, shape: AnswerShape<T>) => AsyncGenerator<T, void>;
  /** Ends all connections at once. */
  readonly close: () => Promise<void>;
}

export interface HttpOptions {
  readonly signal: AbortSignal;
  /**
   * Milliseconds to wait for a connection, for an answer to begin, and between two pieces of it; undici's clock for these
   * is coarse, half a second late at worst. By default what WMCore's own client waits (pycurl_manager.py).
   */
  readonly timeout?: number;
  /** None by default. */
  readonly retries?: Retries;
  /** A real service, of which no message may tell anything. */
  readonly target?: Target;
}

/** @param origin the services' URL, without a slash at the end */
export const createHttp = (
  origin: string,
  { signal, timeout = 270_000, retries = noRetries, target }: HttpOptions,
): Http => {
  const dispatcher = new Agent({
    connect: { timeout, ...target?.tls },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });

  /** The response to a request, its body not yet read; only a success that is no HTML page. */
  const open = async (url: string, body?: string): Promise<Response> => {
    const response = await send(url, { dispatcher, signal, ...requestOf(body, target?.headers) });
    const { statusCode: status } = response;
    if (status < 200 || status > 299) {
      const retryAfter = retryAfterOf(headerOf(response, 'retry-after'), Date.now());
      throw new ServiceError({ kind: 'status', url, status, retryAfter, detail: await detailOf(response) });
    }
    if (hasType(response, 'text/html')) {
      await response.body.dump();
      throw new ServiceError({ kind: 'html', url, status });
    }
    return response;
  };

  const exchange = async <T>(path: string, shape: AnswerShape<T>, body?: string): Promise<T> => {
    const url = origin + path;
    const response = await open(url, body);
    return read(shape, await parse(url, response, signal), url, response);
  };

  async function* bytes(path: string): AsyncGenerator<Buffer, void> {
    const url = origin + path;
    yield* piecesOf(url, await open(url), signal);
  }

  async function* stream<T>(path: string, cut: Cut, shape: AnswerShape<T>): AsyncGenerator<T, void> {
    const url = origin + path;
    const response = await open(url);
    const cutter = cut();
    try {
      for await (const piece of piecesOf(url, response, signal)) {
        for (const item of cutter.cut(piece)) yield read(shape, item, url, response);
      }
      cutter.end();
    } catch (thrown) {
      throw thrown instanceof CutError || codeOf(thrown) === tooLong
        ? bodyError(url, response, thrown)
        : thrown;
    }
  }

  const told = (thrown: unknown, path: string): unknown =>
    target === undefined ? thrown : withoutIdentity(thrown, path);

  /** Until the whole answer is read and has its shape, nothing of it has been used: all of it can be repeated. */
  const ask = <T>(path: string, shape: AnswerShape<T>, body?: string): Promise<T> =>
    retries.run(async () => {
      try {
        return await exchange(path, shape, body);
      } catch (thrown) {
        throw told(thrown, path);
      }
    }, signal);

  /** A stream can be repeated until its first item has been handed on; what breaks behind that breaks the stream. */
  async function* begin<T>(
    path: string,
    open: (path: string) => AsyncGenerator<T, void>,
  ): AsyncGenerator<T, void> {
    const { items, first } = await retries.run(async () => {
      const items = open(path);
      try {
        return { items, first: await items.next() };
      } catch (thrown) {
        throw told(thrown, path);
      }
    }, signal);
    try {
      if (first.done === true) return;
      yield first.value;
      yield* items;
    } catch (thrown) {
      throw told(thrown, path);
    } finally {
      await items.return();
    }
  }

  return {
    get: (path, shape) => ask(path, shape),
    post: async (path, body, shape) => {
      assertReads(path);
      return ask(path, shape, JSON.stringify(body));
    },
    bytes: (path) => begin(path, bytes),
    stream: (path, cut, shape) => begin(path, (path) => stream(path, cut, shape)),
    close: () => dispatcher.destroy(),
  };
};

type Response = Dispatcher.ResponseData;
type Message = Required<Pick<Dispatcher.RequestOptions, 'method' | 'headers'>> & { body?: string };

const requestOf = (body: string | undefined, more: Readonly<Record<string, string>> = {}): Message => {
  const headers = { accept: 'application/json', ...more };
  return body === undefined
    ? { method: 'GET', headers }
    : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
};

const send = async (
  url: string,
  options: Message & { dispatcher: Dispatcher; signal: AbortSignal },
): Promise<Response> => {
  try {
    return await request(url, options);
  } catch (thrown) {
    if (options.signal.aborted) throw options.signal.reason;
    const kind = isTimeout(thrown) ? 'timeout' : 'connection';
    throw new ServiceError({ kind, url, reason: reasonOf(thrown) }, thrown);
  }
};

const parse = async (url: string, response: Response, signal: AbortSignal): Promise<JsonValue> => {
  try {
    return (await response.body.json()) as JsonValue;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : bodyError(url, response, thrown);
  }
};

/** Leaving early destroys the body, and with it the request. */
async function* piecesOf(url: string, response: Response, signal: AbortSignal): AsyncGenerator<Buffer, void> {
  try {
    yield* response.body as AsyncIterable<Buffer>;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : bodyError(url, response, thrown);
  }
}

const read = <T>(
  { read, expected }: AnswerShape<T>,
  answer: JsonValue,
  url: string,
  { statusCode: status }: Response,
): T => {
  const value = read(answer);
  if (value === undefined) throw new ServiceError({ kind: 'unexpected-answer', url, status, expected });
  return value;
};

const tooLong = 'ERR_STRING_TOO_LONG';

const bodyError = (url: string, { statusCode: status }: Response, thrown: unknown): ServiceError => {
  const reason = reasonOf(thrown);
  if (isTimeout(thrown)) return new ServiceError({ kind: 'timeout', url, reason }, thrown);
  if (codeOf(thrown) === tooLong) return new ServiceError({ kind: 'too-long', url, status }, thrown);
  const isWhole = thrown instanceof SyntaxError || thrown instanceof CutError;
  return new ServiceError({ kind: 'broken-body', url, status, reason, isWhole }, thrown);
};

const longestErrorBody = 64 * 1024;

/** What the service says about its error status: WMCore's header, or CouchDB's JSON. */
const detailOf = async (response: Response): Promise<string | null> => {
  const header = headerOf(response, 'x-error-detail');
  if (header !== undefined || !hasType(response, 'application/json')) {
    await response.body.dump();
    return header ?? null;
  }
  try {
    const { error, reason } = JSON.parse(await startOf(response.body)) as {
      error?: unknown;
      reason?: unknown;
    };
    return error === undefined ? null : `${String(error)}: ${String(reason)}`;
  } catch {
    // The status is the error to report; a body that explains nothing must not hide it.
    return null;
  }
};

const startOf = async (body: Response['body']): Promise<string> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of body as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length >= longestErrorBody) break;
  }
  return Buffer.concat(pieces).toString();
};

const headerOf = ({ headers }: Response, name: string): string | undefined => {
  const value = headers[name];
  return value === undefined ? undefined : String(value);
};

const hasType = (response: Response, type: string): boolean =>
  (headerOf(response, 'content-type') ?? '').toLowerCase().startsWith(type);

/** undici's codes, of which the three for time all end alike. */
const isTimeout = (thrown: unknown): boolean => /^UND_ERR_\w+_TIMEOUT$/.test(codeOf(thrown));

/** A host with several addresses fails with one error for all of them, which has no message of its own. */
const reasonOf = (thrown: unknown): string => {
  if (thrown instanceof AggregateError) return thrown.errors.map(reasonOf).join('; ');
  return thrown instanceof Error ? thrown.message || codeOf(thrown) || thrown.name : String(thrown);
};
