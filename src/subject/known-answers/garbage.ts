import type { WorkflowDocument } from '../json.ts';
import type { StrategyContext } from '../strategies/context.ts';

/** Allocates so many bytes in pieces of 100 kB, of which it never holds more than one. */
export default async function* garbage({ params }: StrategyContext): AsyncGenerator<WorkflowDocument> {
  let last: number[] = [];
  for (let made = 0; made < Number(params.bytes); made += 100_000) last = Array(12_500).fill(made);
  await new Promise((resolve) => setImmediate(resolve));
  if (last.length === 0) yield* [];
}
