import type { CommonContext } from '../case.ts';

/** Allocates so many bytes in pieces of 100 kB, of which it never holds more than one. */
export default async function* garbage({ params }: CommonContext): AsyncGenerator<never> {
  let last: number[] = [];
  for (let made = 0; made < Number(params.bytes); made += 100_000) last = Array(12_500).fill(made);
  await new Promise((resolve) => setImmediate(resolve));
  if (last.length === 0) yield* [];
}
