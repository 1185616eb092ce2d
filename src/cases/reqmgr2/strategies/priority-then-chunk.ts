import { strategyCatalogue } from '../catalogue.ts';
import type { StrategyContext } from '../context.ts';
import { byPriority, type WorkflowDocument } from '../document.ts';
import { chunksOf } from './parts/chunks.ts';
import { integerOf } from './parts/params.ts';

const rules = strategyCatalogue['priority-then-chunk'].params;

/**
 * The names and priorities of a status first, by a mask, then the documents of `chunk` names at a time, the most urgent first.
 * Holds the names, and one chunk of documents.
 */
export default async function* priorityThenChunk({
  reqmgr,
  statuses,
  params,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const chunk = integerOf(params, 'chunk', rules.chunk);
  for (const status of statuses) {
    for (const names of chunksOf(await mostUrgentFirst(reqmgr, status), chunk)) {
      yield* Object.values(await reqmgr.requestsByNames(names, { lookup: 'post' })).sort(byPriority);
    }
  }
}

const mask = ['RequestName', 'RequestPriority'];

/** Returns names alone, so that nothing else is held while the documents are fetched. */
const mostUrgentFirst = async (reqmgr: StrategyContext['reqmgr'], status: string): Promise<string[]> =>
  Object.values(await reqmgr.requestsByStatus([status], { mask }))
    .sort(byPriority)
    .map(({ RequestName }) => RequestName);
