import { Agent, type Dispatcher } from 'undici';
import { UserError } from '../../errors/user-error.ts';
import type { JsonValue } from '../json.ts';
import { type Cut, CutError } from './cutting/cutter.ts';
import {
  type AnswerShape,
  bodyError,
  openResponse,
  parseBody,
  piecesOf,
  readShape,
  requestOf,
} from './response.ts';
import { noRetries, type Retries } from './retries.ts';
import { codeOf } from './service-error.ts';
import { type Target, withoutIdentity } from './target.ts';

export type { AnswerShape } from './response.ts';

/** The services' JSON, at paths that start with a slash; nothing is ever written there. Every failure is a `ServiceError`, an abort the signal's reason. */
export interface Http {
  readonly get: <T>(path: string, shape: AnswerShape<T>, options?: RequestOptions) => Promise<T>;
  /** Only to paths of which it is known that a body says what to read there; an Error for any other. */
  readonly post: <T>(
    path: string,
    body: JsonValue,
    shape: AnswerShape<T>,
    options?: RequestOptions,
  ) => Promise<T>;
  /**
   * The bytes of a GET's body as they arrive, which are read no faster than they are taken; leaving early ends the
   * request. A body that breaks midway fails behind the pieces before it.
   */
  readonly bytes: (path: string, options?: StreamOptions) => AsyncGenerator<Buffer, void>;
  /** The items that a cutter takes out of a GET's body as it arrives, each read by the shape. */
  readonly stream: <T>(
    path: string,
    cut: Cut,
    shape: AnswerShape<T>,
    options?: StreamOptions,
  ) => AsyncGenerator<T, void>;
  /**
   * An answer of 200 to 299, its body not read, to a path or a URL of the services. A GET or HEAD is sent again where it failed
   * in passing; anything else is sent once, and to a target never.
   */
  readonly request: (pathOrUrl: string, options?: AnyRequest) => Promise<Dispatcher.ResponseData>;
  /** Ends all connections at once. */
  readonly close: () => Promise<void>;
}

/** As undici's own `request` takes it. */
interface AnyRequest extends RequestOptions {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RequestOptions {
  /** Ends this request, in place of the signal that ends all of the client's. */
  readonly signal?: AbortSignal;
}

interface StreamOptions {
  /** Asks for a compressed body, which is unpacked as it arrives. One that comes as it is, is taken so. */
  readonly gzip?: boolean;
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
  /** Paths, without their queries, whose POSTs only read. None by default: then no POST is sent. */
  readonly readByPost?: readonly RegExp[];
  /** A real service, of which no message may tell anything. */
  readonly target?: Target;
}

/** @param origin the services' URL, without a slash at the end */
export const createHttp = (
  origin: string,
  { signal: endsAll, timeout = 270_000, retries = noRetries, readByPost = [], target }: HttpOptions,
): Http => {
  const dispatcher = new Agent({
    connect: { timeout, ...target?.tls },
    headersTimeout: timeout,
    bodyTimeout: timeout,
  });

  const open = (url: string, signal: AbortSignal, body?: string, more = {}) =>
    openResponse(url, requestOf(body, { ...target?.headers, ...more }), { dispatcher, signal });

  const openStream = (url: string, { gzip = false }: StreamOptions = {}) =>
    open(url, endsAll, undefined, gzip ? { 'accept-encoding': 'gzip' } : {});

  const exchange = async <T>(
    path: string,
    shape: AnswerShape<T>,
    signal: AbortSignal,
    body?: string,
  ): Promise<T> => {
    const url = origin + path;
    const response = await open(url, signal, body);
    return readShape(shape, await parseBody(url, response, signal), url, response);
  };

  async function* bytes(path: string, options?: StreamOptions): AsyncGenerator<Buffer, void> {
    const url = origin + path;
    yield* piecesOf(url, await openStream(url, options), endsAll);
  }

  async function* stream<T>(
    path: string,
    cut: Cut,
    shape: AnswerShape<T>,
    options?: StreamOptions,
  ): AsyncGenerator<T, void> {
    const url = origin + path;
    const response = await openStream(url, options);
    const cutter = cut();
    try {
      for await (const piece of piecesOf(url, response, endsAll)) {
        for (const item of cutter.cut(piece)) yield readShape(shape, item, url, response);
      }
      cutter.end();
    } catch (thrown) {
      const isOfCutter = thrown instanceof CutError || codeOf(thrown) === 'ERR_STRING_TOO_LONG';
      throw isOfCutter ? bodyError(url, response, thrown) : thrown;
    }
  }

  const told = (thrown: unknown, path: string): unknown =>
    target === undefined ? thrown : withoutIdentity(thrown, path);

  /** Until the whole answer is read and has its shape, nothing of it has been used: all of it can be repeated. */
  const ask = <T>(
    path: string,
    shape: AnswerShape<T>,
    { signal = endsAll }: RequestOptions = {},
    body?: string,
  ): Promise<T> =>
    retries.run(async () => {
      try {
        return await exchange(path, shape, signal, body);
      } catch (thrown) {
        throw told(thrown, path);
      }
    }, signal);

  /** A stream can be repeated until its first item has been handed on; what breaks behind that breaks the stream. */
  async function* begin<T>(
    path: string,
    open: (path: string) => AsyncGenerator<T, void>,
  ): AsyncGenerator<T, void> {
    const { items, begun } = await retries.run(async () => {
      const items = open(path);
      try {
        return { items, begun: [await items.next()] };
      } catch (thrown) {
        throw told(thrown, path);
      }
    }, endsAll);
    try {
      // Handed on by a generator that then ends: kept in this frame, the first item would live as long as the stream.
      yield* handOn(begun);
      yield* items;
    } catch (thrown) {
      throw told(thrown, path);
    } finally {
      await items.return();
    }
  }

  const answerTo = async (
    pathOrUrl: string,
    { method = 'GET', headers, body, signal = endsAll }: AnyRequest = {},
  ): Promise<Dispatcher.ResponseData> => {
    const path = pathOrUrl.startsWith(`${origin}/`) ? pathOrUrl.slice(origin.length) : pathOrUrl;
    if (!path.startsWith('/')) {
      throw new UserError(
        `request takes a path that starts with /, or a URL of the services; found ${path}`,
        {
          advice: 'What is elsewhere is fetched by fetch.',
        },
      );
    }
    const isRead = method === 'GET' || method === 'HEAD';
    if (target !== undefined && !isRead) throw new Error(`a ${method} to a target is not sent`);
    const message = {
      method,
      headers: { ...requestOf(undefined, target?.headers).headers, ...headers },
      ...(body !== undefined && { body }),
    };
    const send = async () => {
      try {
        return await openResponse(origin + path, message, { dispatcher, signal });
      } catch (thrown) {
        throw told(thrown, path);
      }
    };
    return isRead ? retries.run(send, signal) : send();
  };

  function* handOn<T>(begun: IteratorResult<T, void>[]): Generator<T, void> {
    const first = begun.pop();
    if (first !== undefined && first.done !== true) yield first.value;
  }

  return {
    get: (path, shape, options) => ask(path, shape, options),
    post: async (path, body, shape, options) => {
      assertReads(path, readByPost);
      return ask(path, shape, options, JSON.stringify(body));
    },
    bytes: (path, options) => begin(path, (path) => bytes(path, options)),
    stream: (path, cut, shape, options) => begin(path, (path) => stream(path, cut, shape, options)),
    request: answerTo,
    close: () => dispatcher.destroy(),
  };
};

/** An Error for a path to which a POST might write: a defect of a client's, never sent. */
const assertReads = (path: string, readByPost: readonly RegExp[]): void => {
  const [bare = ''] = path.split('?', 1);
  if (readByPost.some((pattern) => pattern.test(bare))) return;
  throw new Error(`a POST to ${path} is not known to read only, and is not sent`);
};
