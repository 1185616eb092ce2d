import { Agent, type Dispatcher, request } from 'undici';
import type { JsonValue } from '../json.ts';
import { ServiceError } from './service-error.ts';

/** Takes what a caller needs out of an answer; undefined where the answer has another shape. */
export interface AnswerShape<T> {
  /** For the message when the shape does not fit. */
  readonly expected: string;
  readonly read: (answer: JsonValue) => T | undefined;
}

/** The services' JSON, at paths that start with a slash. Every failure is a `ServiceError`, an abort the signal's reason. */
export interface Http {
  readonly get: <T>(path: string, shape: AnswerShape<T>, options?: RequestOptions) => Promise<T>;
  readonly post: <T>(
    path: string,
    body: JsonValue,
    shape: AnswerShape<T>,
    options?: RequestOptions,
  ) => Promise<T>;
  /** Ends all connections at once. */
  readonly close: () => Promise<void>;
}

export interface RequestOptions {
  /** Ends this request, in place of the signal that ends all of the client's. */
  readonly signal?: AbortSignal;
}

export interface HttpOptions {
  readonly signal: AbortSignal;
  /**
   * Milliseconds to wait for a connection, for an answer to begin, and between two pieces of it; undici's clock for these
   * is coarse, half a second late at worst. By default what WMCore's own client waits (pycurl_manager.py).
   */
  readonly timeout?: number;
}

/** @param origin the services' URL, without a slash at the end */
export const createHttp = (origin: string, { signal: endsAll, timeout = 270_000 }: HttpOptions): Http => {
  const dispatcher = new Agent({ connect: { timeout }, headersTimeout: timeout, bodyTimeout: timeout });

  const exchange = async <T>(
    path: string,
    shape: AnswerShape<T>,
    { signal = endsAll }: RequestOptions = {},
    body?: string,
  ): Promise<T> => {
    const url = origin + path;
    const response = await send(url, { dispatcher, signal, ...requestOf(body) });
    const { statusCode: status } = response;
    if (status < 200 || status > 299) {
      throw new ServiceError({ kind: 'status', url, status, detail: await detailOf(response) });
    }
    if (hasType(response, 'text/html')) {
      await response.body.dump();
      throw new ServiceError({ kind: 'html', url, status });
    }
    const value = shape.read(await parse(url, response, signal));
    if (value === undefined) {
      throw new ServiceError({ kind: 'unexpected-answer', url, status, expected: shape.expected });
    }
    return value;
  };

  return {
    get: (path, shape, options) => exchange(path, shape, options),
    post: (path, body, shape, options) => exchange(path, shape, options, JSON.stringify(body)),
    close: () => dispatcher.destroy(),
  };
};

type Response = Dispatcher.ResponseData;
type Message = Required<Pick<Dispatcher.RequestOptions, 'method' | 'headers'>> & { body?: string };

const requestOf = (body: string | undefined): Message =>
  body === undefined
    ? { method: 'GET', headers: { accept: 'application/json' } }
    : { method: 'POST', headers: { accept: 'application/json', 'content-type': 'application/json' }, body };

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

const parse = async (
  url: string,
  { statusCode: status, body }: Response,
  signal: AbortSignal,
): Promise<JsonValue> => {
  try {
    return (await body.json()) as JsonValue;
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    const reason = reasonOf(thrown);
    if (isTimeout(thrown)) throw new ServiceError({ kind: 'timeout', url, reason }, thrown);
    if (codeOf(thrown) === 'ERR_STRING_TOO_LONG')
      throw new ServiceError({ kind: 'too-long', url, status }, thrown);
    throw new ServiceError({ kind: 'broken-body', url, status, reason }, thrown);
  }
};

const longestErrorBody = 64 * 1024;

/** What the service says about its error status: WMCore's header, or CouchDB's JSON. */
const detailOf = async (response: Response): Promise<string | null> => {
  const header = response.headers['x-error-detail'];
  if (header !== undefined || !hasType(response, 'application/json')) {
    await response.body.dump();
    return header === undefined ? null : String(header);
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

const hasType = ({ headers }: Response, type: string): boolean =>
  String(headers['content-type'] ?? '')
    .toLowerCase()
    .startsWith(type);

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';

/** undici's codes, of which the three for time all end alike. */
const isTimeout = (thrown: unknown): boolean => /^UND_ERR_\w+_TIMEOUT$/.test(codeOf(thrown));

/** A host with several addresses fails with one error for all of them, which has no message of its own. */
const reasonOf = (thrown: unknown): string => {
  if (thrown instanceof AggregateError) return thrown.errors.map(reasonOf).join('; ');
  return thrown instanceof Error ? thrown.message || codeOf(thrown) || thrown.name : String(thrown);
};
