import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';

/**
 * As the service does: a request for each status, all documents merged into one object, which lives until the last
 * document has been processed.
 */
export default async function* naive({
  reqmgr,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  // Without a prototype, or assigning a workflow named __proto__ would lose it.
  const all: Record<string, WorkflowDocument> = Object.create(null);
  for (const status of statuses) Object.assign(all, await reqmgr.requestsByStatus([status]));
  yield* Object.values(all);
}
