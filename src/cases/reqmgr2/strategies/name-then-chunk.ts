import { strategyCatalogue } from '../catalogue.ts';
import { nameLookupLine } from '../client/reqmgr.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import { chunksOf } from './parts/chunks.ts';
import { inFlight } from './parts/in-flight.ts';
import { choiceOf, integerOf } from './parts/params.ts';

const rules = strategyCatalogue['name-then-chunk'].params;

/**
 * The names of a status first, then the documents of `chunk` names at a time, `concurrency` chunks at once. Holds the
 * names of the status, and at most `concurrency` chunks of documents; several come in whatever order they are answered.
 */
export default async function* nameThenChunk({
  reqmgr,
  statuses,
  params,
  signal,
}: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const chunk = integerOf(params, 'chunk', rules.chunk);
  const lookup = choiceOf(params, 'lookup', rules.lookup);
  const requestLine = integerOf(params, 'requestLine', rules.requestLine);
  const limit = integerOf(params, 'concurrency', rules.concurrency);
  const line = { bytes: requestLine - nameLookupLine.bytes, of: nameLookupLine.bytesOf };
  for (const status of statuses) {
    const names = await reqmgr.namesByStatus([status]);
    const chunks = chunksOf(names, chunk, lookup === 'get' ? line : undefined);
    yield* inFlight(chunks, { limit, signal }, async (some, ends) =>
      Object.values(await reqmgr.requestsByNames(some, { lookup, signal: ends })),
    );
  }
}
