import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import type { CommonContext } from '../case.ts';

/** One after the other, so that no list grows by leaps. */
interface Leaked {
  readonly numbers: readonly number[];
  readonly before: Leaked | null;
}

let leaked: Leaked | null = null;

/**
 * Never lets go of so many bytes a cycle, in an array of doubles. Where garbage can be collected, it first writes to
 * `costPath` what one such array costs by itself.
 */
export default async function* leak({ params }: CommonContext): AsyncGenerator<never> {
  const bytes = Number(params.bytes);
  if (params.costPath !== undefined && leaked === null && globalThis.gc !== undefined) {
    writeFileSync(String(params.costPath), String(costOf(bytes, globalThis.gc)));
  }
  if (bytes > 0) leaked = take(bytes, leaked);
  yield* [];
}

const take = (bytes: number, before: Leaked | null): Leaked => ({
  numbers: Array<number>(Math.round(bytes / 8)).fill(0.5),
  before,
});

const costOf = (bytes: number, collect: () => void): number => {
  const used = (): number => {
    collect();
    collect();
    return v8.getHeapStatistics().used_heap_size;
  };
  const count = 20_000;
  const before = used();
  let held: Leaked | null = null;
  for (let i = 0; i < count; i++) held = take(bytes, held);
  const after = used();
  // Still held here, or it would have been collected.
  if (held === null) throw new Error('nothing was held');
  return (after - before) / count;
};
