import { strategyCatalogue } from '../catalogue.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import { integerOf } from './parts/params.ts';

const rules = strategyCatalogue.paged.params;

/**
 * CouchDB's view by status in slices of `page` documents, by limit and skip; ReqMgr2 takes neither. Holds one slice.
 * A workflow that leaves the status between two requests moves those behind it up, and one of them is never seen; one
 * that comes moves them down, and one is seen twice.
 */
export default async function* paged({
  couch,
  statuses,
  params,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const limit = integerOf(params, 'page', rules.page);
  for (const status of statuses) {
    let skip = 0;
    let isLast = false;
    // Yielded out of a function: a variable here would hold each slice until it has the next.
    const nextSlice = async (): Promise<readonly WorkflowDocument[]> => {
      const rows = await couch.documentsByStatus(status, { limit, skip });
      skip += limit;
      isLast = rows.length < limit;
      return rows.filter((document) => document !== null);
    };
    while (!isLast) yield* await nextSlice();
  }
}
