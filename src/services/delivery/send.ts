import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import { pace } from './bandwidth.ts';
import { type ChunkSource, chunkBytes, freshChunks } from './chunk-source.ts';
import { type Answer, bodiless, type Chunks, isDescribed, lengthless } from './described.ts';
import type { Clock } from './latency.ts';
import type { Exchange } from './ledger.ts';
import { type SpoiltAnswer, spoilChunks } from './spoil.ts';

interface SenderOptions {
  readonly behaviour: Pick<ServicesBehaviour, 'gzip' | 'bandwidth'>;
  readonly clock: Clock;
  readonly chunks: ChunkSource;
}

/** Turns an answer into a response whose body is made while it is read: spoilt, then compressed, then slowed down. */
export const createSender =
  ({ behaviour: { gzip, bandwidth }, clock, chunks }: SenderOptions) =>
  (request: Request, spoilt: SpoiltAnswer, exchange: Exchange): Response => {
    if (spoilt.type === 'reset') {
      exchange.end();
      return Response.error();
    }
    const { status, body } = spoilt.answer;
    const { signal } = request;
    const isPacked = gzip && acceptsGzip(request.headers.get('accept-encoding'));
    const headers = {
      ...(isPacked || spoilt.type !== 'answer' ? lengthless(spoilt.answer.headers) : spoilt.answer.headers),
      ...(gzip && { vary: 'Accept-Encoding' }),
      ...(isPacked && { 'content-encoding': 'gzip' }),
    };
    if (bodiless.has(status) || request.method === 'HEAD') {
      exchange.end();
      return new Response(null, { status, headers });
    }
    // The compressor reads ahead, so its input must not be written over.
    const plain = chunksOf(body, isPacked ? freshChunks(chunkBytes) : chunks);
    const sent = spoilt.type === 'answer' ? plain : spoilChunks(plain, bytesOf(body), spoilt.fault, signal);
    const packed = isPacked ? compress(sent) : sent;
    const paced = bandwidth === null ? packed : pace(packed, bandwidth, clock, signal);
    return new Response(streamOf(paced, exchange), { status, headers });
  };

const chunksOf = (body: Answer['body'], source: ChunkSource): Chunks =>
  isDescribed(body) ? body.chunks(source) : body.stream;

const bytesOf = (body: Answer['body']): number => {
  if (isDescribed(body)) return body.measure().bytes;
  throw new Error('a body that is to be spoilt was not read first');
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
