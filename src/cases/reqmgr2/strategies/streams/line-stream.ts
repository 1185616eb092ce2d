import type { StrategyContext } from '../../context.ts';
import type { WorkflowDocument } from '../../document.ts';

/**
 * A document a line as it arrives: what is held is one document, whatever the backlog. The service writes lines for
 * `Accept: application/json` alone; who accepts anything gets an indented text, in which a document is many lines.
 */
export default async function* lineStream({
  reqmgr,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) yield* reqmgr.streamRequestLinesByStatus([status]);
}
