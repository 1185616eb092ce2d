import type { CommonContext } from '../case.ts';
import { hold } from './kinds.ts';

/** Holds a known amount of memory until the cycle has ended, of one kind. */
export default async function* retain({ params }: CommonContext): AsyncGenerator<never> {
  const held = hold(String(params.kind), Number(params.bytes));
  // Some turns of the event loop, as of a strategy that waits for its next answer.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (held === undefined) yield* [];
}
