import type { WorkflowDocument } from '../json.ts';
import type { StrategyContext } from '../strategies/context.ts';
import { loadStrategy } from '../strategies/registry.ts';

/** A built-in strategy that holds so many bytes more from its beginning to its end: an injected regression. */
export default async function* retaining(context: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const { of, extra, ...params } = context.params;
  const strategy = await loadStrategy(String(of));
  const held = Array(Math.round(Number(extra) / 8)).fill(0.5);
  yield* strategy({ ...context, params });
  if (held.length < 0) throw new Error('never: this keeps the list alive');
}
