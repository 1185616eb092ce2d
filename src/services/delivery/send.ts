import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import { pace } from './bandwidth.ts';
import { type ChunkSource, chunkBytes, freshChunks } from './chunk-source.ts';
import { type Answer, bodiless, type Chunks, isDescribed, lengthless, type Sized } from './described.ts';
import type { Clock } from './latency.ts';
import type { Exchange } from './ledger.ts';
import { type SpoiltAnswer, spoilChunks } from './spoil.ts';

interface SenderOptions {
  readonly behaviour: Pick<ServicesBehaviour, 'gzip' | 'bandwidth'>;
  readonly clock: Clock;
  readonly chunks: ChunkSource;
}

/**
 * Turns an answer into a response whose body is made while it is read: spoilt, then compressed, then slowed down. What a
 * service wants to know the length of is counted first; a spoilt body has none that would be true.
 */
export const createSender = ({ behaviour: { gzip, bandwidth }, clock, chunks }: SenderOptions) => {
  const send = async (request: Request, spoilt: SpoiltAnswer, exchange: Exchange): Promise<Response> => {
    if (spoilt.type === 'reset') {
      exchange.end();
      return Response.error();
    }
    const { status, body } = spoilt.answer;
    const { signal } = request;
    const isPacked = gzip && acceptsGzip(request.headers.get('accept-encoding'));
    // The compressor reads ahead, so its input must not be written over.
    const plain = chunksOf(body, isPacked ? freshChunks(chunkBytes) : chunks);
    const whole = spoilt.type === 'answer' ? plain : spoilChunks(plain, bytesOf(body), spoilt.fault, signal);
    const made = isPacked ? compress(whole) : whole;
    const sized = spoilt.type === 'answer' && isDescribed(body) ? body.sized : undefined;
    const sending = sized === undefined ? { chunks: made, headers: {} } : await size(body, made, sized);
    if ('instead' in sending) return send(request, { type: 'answer', answer: sending.instead }, exchange);
    const headers =
      isPacked || spoilt.type !== 'answer' ? lengthless(spoilt.answer.headers) : spoilt.answer.headers;
    const init = {
      status,
      headers: {
        ...headers,
        ...sending.headers,
        ...(gzip && { vary: varyBy(headers.vary, 'Accept-Encoding') }),
        ...(isPacked && { 'content-encoding': 'gzip' }),
      },
    };
    if (bodiless.has(status) || request.method === 'HEAD') {
      exchange.end();
      if (Symbol.asyncIterator in sending.chunks) await sending.chunks[Symbol.asyncIterator]().return?.();
      return new Response(null, init);
    }
    const paced = bandwidth === null ? sending.chunks : pace(sending.chunks, bandwidth, clock, signal);
    return new Response(streamOf(paced, exchange), init);
  };
  return send;
};

type Sending =
  | { readonly chunks: Chunks; readonly headers: Answer['headers'] }
  | { readonly instead: Answer };

/** What becomes of a body by its size. What is packed has to be made for that, up to the limit; the rest is measured. */
const size = async (
  body: Answer['body'],
  made: Chunks,
  { limit, within, beyond }: Sized,
): Promise<Sending> => {
  const { chunks, bytes } =
    Symbol.iterator in made
      ? { chunks: made, bytes: bytesOf(body, limit) }
      : await begin(made[Symbol.asyncIterator](), limit);
  if (bytes > limit) return { chunks, headers: beyond };
  const found = within();
  if ('instead' in found) return found;
  return { chunks, headers: { ...found.headers, 'content-length': String(bytes) } };
};

/** The same chunks, made until they end or are more than so many bytes, and how many bytes that is. */
const begin = async (
  chunks: AsyncIterator<Buffer>,
  limit: number,
): Promise<{ chunks: AsyncIterable<Buffer>; bytes: number }> => {
  const begun: Buffer[] = [];
  let bytes = 0;
  while (bytes <= limit) {
    const next = await chunks.next();
    if (next.done === true) break;
    begun.push(next.value);
    bytes += next.value.length;
  }
  return { chunks: resume(begun, chunks), bytes };
};

/** No generator: one that is given up before it began would not give up what it goes on with. */
const resume = (begun: Buffer[], rest: AsyncIterator<Buffer>): AsyncIterableIterator<Buffer> => {
  const resumed: AsyncIterableIterator<Buffer> = {
    next: async () => {
      const value = begun.shift();
      return value === undefined ? rest.next() : { done: false, value };
    },
    return: async () => (await rest.return?.()) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]: () => resumed,
  };
  return resumed;
};

const varyBy = (known: string | undefined, header: string): string =>
  known === undefined ? header : `${known}, ${header}`;

const chunksOf = (body: Answer['body'], source: ChunkSource): Chunks =>
  isDescribed(body) ? body.chunks(source) : body.stream;

const bytesOf = (body: Answer['body'], upTo?: number): number => {
  if (isDescribed(body)) return body.measure(upTo).bytes;
  throw new Error('a body that is to be spoilt or measured was not read first');
};

/** Whether an Accept-Encoding header allows gzip (RFC 9110, 12.5.3): by name or by `*`, and not with a weight of 0. */
export const acceptsGzip = (header: string | null): boolean => {
  const weights = new Map(
    (header ?? '').split(',').map((entry) => {
      const [coding = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return [coding, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get('gzip') ?? weights.get('x-gzip') ?? weights.get('*') ?? 0) > 0;
};

async function* compress(chunks: Chunks): AsyncGenerator<Buffer, void> {
  const gzip = createGzip({ chunkSize: 64 * 1024 });
  const feeding = pipeline(Readable.from(chunks), gzip);
  // A failure of the source destroys the compressor, which then throws it below; one to stop early has no reader left.
  feeding.catch(() => {});
  yield* gzip;
}

/** A stream that makes a chunk when one is asked for, and none before. */
const streamOf = (chunks: Chunks, exchange: Exchange): ReadableStream<Uint8Array<ArrayBuffer>> => {
  const pieces = Symbol.iterator in chunks ? chunks[Symbol.iterator]() : chunks[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const next = await pieces.next();
          if (next.done === true) {
            exchange.end();
            controller.close();
          } else {
            exchange.produced(next.value.length);
            controller.enqueue(next.value as Buffer<ArrayBuffer>);
          }
        } catch (thrown) {
          exchange.end();
          throw thrown;
        }
      },
      async cancel() {
        exchange.end();
        await pieces.return?.();
      },
    },
    { highWaterMark: 0 },
  );
};
