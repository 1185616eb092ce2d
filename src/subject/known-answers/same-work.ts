import type { CommonContext } from '../case.ts';
import { work } from './work.js';

/** Does the work as a strategy. */
export default async function* sameWork({ params }: CommonContext): AsyncGenerator<never> {
  await work(String(params.kind), Number(params.bytes));
  yield* [];
}
