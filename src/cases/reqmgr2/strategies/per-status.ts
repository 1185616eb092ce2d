import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';

/** All documents of one status at a time: those of a status are free before the next status is fetched. */
export default async function* perStatus({
  reqmgr,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) {
    yield* Object.values(await reqmgr.requestsByStatus([status]));
  }
}
