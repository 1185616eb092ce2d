import type { StrategyContext } from '../../context.ts';
import type { WorkflowDocument } from '../../document.ts';

/** The service's default answer, cut at document boundaries as it arrives: what is held is one document. */
export default async function* documentStream({
  reqmgr,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) yield* reqmgr.streamRequestsByStatus([status]);
}
