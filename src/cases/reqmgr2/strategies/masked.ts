import { fieldNames } from '../consumers/rule-cleaner/fields.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';

/**
 * Documents cut to the fields that the rule cleaner reads, all of a status at a time. ReqMgr2's mask looks into the tasks of a
 * chain, so what the recursive search would find there arrives, too: its input dataset, as a list.
 */
export default async function* masked({
  reqmgr,
  statuses,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  for (const status of statuses) {
    yield* Object.values(await reqmgr.requestsByStatus([status], { mask: fieldNames }));
  }
}
