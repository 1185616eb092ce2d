import { repairedForm } from '../../wmcore/disk-cache.ts';
import { strategyCatalogue } from '../catalogue.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import { choiceOf, integerOf } from './parts/params.ts';
import { throughDiskCache } from './parts/through-disk-cache.ts';

const rules = strategyCatalogue['wmcore-client-repaired'].params;

/**
 * `wmcore-client` mended in two places: the file's name is a hash, so chunks of any size work, and what was parsed first is
 * handed on, so nothing is read back. The text for the disk is still made, and alive beside the objects.
 */
export default async function* wmcoreClientRepaired(
  context: StrategyContext,
): AsyncGenerator<WorkflowDocument> {
  const { params } = context;
  const fetch = choiceOf(params, 'fetch', rules.fetch);
  yield* throughDiskCache(repairedForm, fetch, integerOf(params, 'chunk', rules.chunk), context);
}
