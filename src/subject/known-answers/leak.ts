import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import type { CommonContext } from '../case.ts';

const leaked: number[][] = [];

/**
 * Never lets go of so many bytes a cycle, in an array of doubles. Where garbage can be collected, it first writes to
 * `costPath` what one such array costs by itself.
 */
export default async function* leak({ params }: CommonContext): AsyncGenerator<never> {
  const bytes = Number(params.bytes);
  const take = () => Array<number>(Math.round(bytes / 8)).fill(0.5);
  if (params.costPath !== undefined && leaked.length === 0 && globalThis.gc !== undefined) {
    writeFileSync(String(params.costPath), String(costOf(take, globalThis.gc)));
  }
  if (bytes > 0) leaked.push(take());
  yield* [];
}

/** Bytes of one object, with its place in a list. */
const costOf = (take: () => unknown, collect: () => void): number => {
  const used = (): number => {
    collect();
    return v8.getHeapStatistics().used_heap_size;
  };
  used();
  const before = used();
  const held = Array.from({ length: 2000 }, take);
  const after = used();
  return (after - before) / held.length;
};
