import { readFileSync, writeFileSync } from 'node:fs';
import type { CommonContext } from '../case.ts';

/**
 * Touches so many bytes, and writes to `readingPath` what the kernel's page tables (smaps_rollup, not the mark that
 * peakRss reads) and Node say of this process while it holds them, after a collection where there is --expose-gc.
 */
export default async function* resident({ params }: CommonContext): AsyncGenerator<never> {
  const held = Buffer.alloc(Number(params.bytes), 1);
  globalThis.gc?.();
  const kilobytes = /^Rss:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/smaps_rollup', 'utf8'))?.[1];
  const { heapUsed, external } = process.memoryUsage();
  writeFileSync(
    String(params.readingPath),
    JSON.stringify({ rss: Number(kilobytes) * 1024, heapUsed, external }),
  );
  if (held.length === 0) yield* [];
}
