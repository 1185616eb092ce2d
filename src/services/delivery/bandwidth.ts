import type { Clock } from './latency.ts';

/** So many milliseconds' worth of bytes go at once: a reader of a slow answer gets many small pieces, as from a network. */
const tick = 20;

/**
 * The same bytes at a rate. A piece is handed on when the time that its last byte needs is over, so that an answer of n
 * bytes ends n / rate after its beginning.
 *
 * @param rate bytes a second
 */
export async function* pace(
  chunks: Iterable<Buffer> | AsyncIterable<Buffer>,
  rate: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  const began = clock.now();
  const pieceBytes = Math.max(1, Math.floor((rate * tick) / 1000));
  let sent = 0;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += pieceBytes) {
      const piece = chunk.subarray(from, from + pieceBytes);
      sent += piece.length;
      const wait = began + (sent / rate) * 1000 - clock.now();
      if (wait > 0) await clock.sleep(wait, signal);
      yield piece;
    }
  }
}
