import type { CommonContext } from '../case.ts';

const leaked: number[][] = [];

/** Never lets go of so many bytes a cycle, in an array of doubles. */
export default async function* leak({ params }: CommonContext): AsyncGenerator<never> {
  const bytes = Number(params.bytes);
  if (bytes > 0) leaked.push(Array(Math.round(bytes / 8)).fill(0.5));
  yield* [];
}
