import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import type { JsonValue } from '../json.ts';
import { CutError } from './cutting/cutter.ts';
import { retryAfterOf } from './retries.ts';
import { codeOf, ServiceError } from './service-error.ts';

/** Takes what a caller needs out of an answer; undefined where the answer has another shape. */
export interface AnswerShape<T> {
  /** For the message when the shape does not fit. */
  readonly expected: string;
  readonly read: (answer: JsonValue) => T | undefined;
}

export type Response = Dispatcher.ResponseData;

interface Connection {
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
}

/** The response to a request, its body not yet read; only a success that is no HTML page, else a `ServiceError`. */
export const openResponse = async (
  url: string,
  message: Message,
  connection: Connection,
): Promise<Response> => {
  const response = await send(url, { ...message, ...connection });
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

type Message = Required<Pick<Dispatcher.RequestOptions, 'method' | 'headers'>> & { body?: string | Buffer };

/** A GET, or a POST of a JSON body. */
export const requestOf = (body: string | undefined, more: Readonly<Record<string, string>> = {}): Message => {
  const headers = { accept: 'application/json', ...more };
  return body === undefined
    ? { method: 'GET', headers }
    : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
};

const send = async (url: string, options: Message & Connection): Promise<Response> => {
  try {
    return await request(url, options);
  } catch (thrown) {
    if (options.signal.aborted) throw options.signal.reason;
    const kind = isTimeout(thrown) ? 'timeout' : 'connection';
    throw new ServiceError({ kind, url, reason: reasonOf(thrown) }, thrown);
  }
};

/** The whole body, parsed. */
export const parseBody = async (url: string, response: Response, signal: AbortSignal): Promise<JsonValue> => {
  try {
    return (await response.body.json()) as JsonValue;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : bodyError(url, response, thrown);
  }
};

/** The body as it arrives. Leaving early destroys it, and with it the request. */
export async function* piecesOf(
  url: string,
  response: Response,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  try {
    yield* unpacked(response) as AsyncIterable<Buffer>;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : bodyError(url, response, thrown);
  }
}

/** What ends one of the two ends the other; why is told to whoever reads. */
const unpacked = (response: Response): NodeJS.ReadableStream =>
  headerOf(response, 'content-encoding') === 'gzip'
    ? pipeline(response.body, createGunzip(), () => {})
    : response.body;

export const readShape = <T>(
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

/** Why a body could not be read, as its reader threw it. */
export const bodyError = (url: string, { statusCode: status }: Response, thrown: unknown): ServiceError => {
  const reason = reasonOf(thrown);
  if (isTimeout(thrown)) return new ServiceError({ kind: 'timeout', url, reason }, thrown);
  if (codeOf(thrown) === tooLong) return new ServiceError({ kind: 'too-long', url, status }, thrown);
  const isWhole = thrown instanceof SyntaxError || thrown instanceof CutError;
  return new ServiceError({ kind: 'broken-body', url, status, reason, isWhole }, thrown);
};

const longestErrorBody = 64 * 1024;

/** What the service says about its error status: the header X-Error-Detail, or a JSON body's `error` and `reason`. */
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
