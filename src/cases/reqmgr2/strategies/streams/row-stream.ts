import type { StrategyContext } from '../../context.ts';
import type { WorkflowDocument } from '../../document.ts';

/** The database's view with its documents, a row at a time: what is held is one row. */
export default async function* rowStream({
  couch,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) yield* couch.streamDocumentsByStatus(status);
}
