import { ServiceError } from '../../../subject/client/service-error.ts';
import { strategyCatalogue } from '../catalogue.ts';
import type { Couch } from '../client/couch.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import { chunksOf } from './parts/chunks.ts';
import { choiceOf, integerOf } from './parts/params.ts';

const rules = strategyCatalogue['couch-direct'].params;

/**
 * Past ReqMgr2: the names of a status from CouchDB's view, then each document by itself, or `chunk` at a time by
 * `_all_docs`. Holds the names of the status, and one document or one chunk of them.
 */
export default async function* couchDirect({
  couch,
  statuses,
  params,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const isOneByOne = choiceOf(params, 'documents', rules.documents) === 'one-by-one';
  const chunk = integerOf(params, 'chunk', rules.chunk);
  for (const status of statuses) {
    const names = await couch.namesByStatus(status);
    if (isOneByOne) for (const name of names) yield* await documentIfAny(couch, name);
    else for (const some of chunksOf(names, chunk)) yield* Object.values(await couch.documentsByNames(some));
  }
}

/** None if it was deleted since its name was read, as a lookup by keys leaves it out. */
const documentIfAny = async (couch: Couch, name: string): Promise<readonly WorkflowDocument[]> => {
  try {
    return [await couch.document(name)];
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.failure.kind === 'status' && thrown.failure.status === 404)
      return [];
    throw thrown;
  }
};
