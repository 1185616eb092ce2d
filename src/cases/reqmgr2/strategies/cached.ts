import { strategyCatalogue } from '../catalogue.ts';
import { cachedInMemory } from '../client/memory-cache.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import nameThenChunk from './name-then-chunk.ts';
import { choiceOf, integerOf } from './parts/params.ts';

const rules = strategyCatalogue.cached.params;

/**
 * Names first, through a client that keeps every answer for the length of the cycle: by its URL all documents stay, as
 * with `naive`. By the path alone the request for documents is answered with the names that were kept before.
 */
export default async function* cached(context: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const { params } = context;
  const key = choiceOf(params, 'key', rules.key);
  const chunk = integerOf(params, 'chunk', rules.chunk);
  const reqmgr = context.reqmgr.through((http) => cachedInMemory(http, key));
  // Only a GET is kept.
  yield* nameThenChunk({ ...context, reqmgr, params: { chunk, lookup: 'get' } });
}
