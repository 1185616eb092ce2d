import type { StrategyContext } from '../context.ts';
import { byPriority, type WorkflowDocument } from '../document.ts';

/**
 * All documents of a status at once, the most urgent first, as MSTransferor has them before it slices. Holds them all until the
 * last is processed.
 */
export default async function* sorted({
  reqmgr,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) {
    yield* Object.values(await reqmgr.requestsByStatus([status])).sort(byPriority);
  }
}
