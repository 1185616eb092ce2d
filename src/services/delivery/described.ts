import { type ChunkSource, chunkBytes, freshChunks } from './chunk-source.ts';

export type Chunks = Iterable<Buffer> | AsyncIterable<Buffer>;

/** A body of which something is known before it is made. */
export interface DescribedBody {
  /** Items and bytes of it, without making it. Once the bytes are more than `upTo`, the rest need not be counted. */
  readonly measure: (upTo?: number) => { readonly items: number; readonly bytes: number };
  /** Its bytes, a chunk at a time. A chunk goes back to its source when the next one is asked for, or when the walk ends. */
  readonly chunks: (source: ChunkSource) => Iterable<Buffer>;
  /** Half of its items, at least one if there is any, and no end; absent where a body has no items. */
  readonly firstHalf?: () => DescribedBody;
  /** For a service that tells the length of what it sends; absent where every body goes in chunks. */
  readonly sized?: Sized;
}

/** What becomes of an answer by its bytes as they are sent: packed, if they are. */
export interface Sized {
  /** Bytes. */
  readonly limit: number;
  /** Of one that is not longer: more headers, beside its Content-Length; or an answer in its place. */
  readonly within: () => { readonly headers: Headers } | { readonly instead: Answer };
  /** More headers of a longer one, which goes in chunks. */
  readonly beyond: Headers;
}

type Headers = Readonly<Record<string, string>>;

/** What delivery works on: an answer before latency, compression and counting. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: DescribedBody | StreamedBody;
}

/** A body that nobody described: what it will be is known once it was. */
interface StreamedBody {
  readonly stream: AsyncIterable<Buffer>;
}

export const isDescribed = (body: Answer['body']): body is DescribedBody => !('stream' in body);

const bodies = new WeakMap<Response, DescribedBody>();

/** A Response that is made while it is read, and of which delivery knows beforehand how large it is. */
export const describedResponse = (
  init: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  body: DescribedBody,
): Response => {
  const stream = bodiless.has(init.status) ? null : streamOf(body);
  const response = new Response(stream, { ...init, headers: { ...init.headers } });
  bodies.set(response, body);
  return response;
};

/** Statuses with which no body may come (Fetch standard, 2.2.3). */
export const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

/** A stream that makes a chunk when one is asked for, and none before. */
const streamOf = (body: DescribedBody): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let chunks: Iterator<Buffer> | undefined;
  const opened = () => (chunks ??= body.chunks(freshChunks(chunkBytes))[Symbol.iterator]());
  return new ReadableStream(
    {
      pull: (controller) => {
        const next = opened().next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value as Buffer<ArrayBuffer>);
      },
      cancel: () => void opened().return?.(),
    },
    { highWaterMark: 0 },
  );
};

/**
 * Any Response as delivery needs it.
 * @param isMeasured whether its size must be known: a body that nobody described is then read to its end first
 */
export const answerOf = async (response: Response, isMeasured: boolean): Promise<Answer> => {
  const { status, body } = response;
  const headers = Object.fromEntries(response.headers);
  const described = bodies.get(response);
  if (described !== undefined) return { status, headers, body: described };
  if (body === null) return { status, headers, body: wholeBody(Buffer.alloc(0)) };
  // What is sent may be packed, slowed down or cut: then the length that a handler worked out would be wrong.
  delete headers['content-length'];
  if (isMeasured) {
    return { status, headers, body: wholeBody(Buffer.from(await response.arrayBuffer())) };
  }
  return { status, headers, body: { stream: buffersOf(body) } };
};

/** A body that exists already, without items. */
const wholeBody = (bytes: Buffer): DescribedBody => ({
  measure: () => ({ items: 0, bytes: bytes.length }),
  chunks: () => (bytes.length === 0 ? [] : [bytes]),
});

/** Headers of an answer whose body is sent otherwise than it was measured. */
export const lengthless = ({
  'content-length': _,
  ...headers
}: Answer['headers']): Readonly<Record<string, string>> => headers;

/** A body of this text alone. */
export const textBody = (text: string): DescribedBody => wholeBody(Buffer.from(text));

async function* buffersOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Buffer, void> {
  for await (const { buffer, byteOffset, byteLength } of body) {
    yield Buffer.from(buffer, byteOffset, byteLength);
  }
}
