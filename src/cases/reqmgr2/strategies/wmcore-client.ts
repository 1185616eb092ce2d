import { wmcoreForm } from '../../wmcore/disk-cache.ts';
import { strategyCatalogue } from '../catalogue.ts';
import type { StrategyContext } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import { choiceOf, integerOf } from './parts/params.ts';
import { throughDiskCache } from './parts/through-disk-cache.ts';

const rules = strategyCatalogue['wmcore-client'].params;

/**
 * Through a client as WMCore's own: each answer is received, decoded, parsed, serialised for the disk, read back and
 * parsed again. The file is named after the query, so chunks of three or more names fail.
 */
export default async function* wmcoreClient(context: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const { params } = context;
  const fetch = choiceOf(params, 'fetch', rules.fetch);
  yield* throughDiskCache(wmcoreForm, fetch, integerOf(params, 'chunk', rules.chunk), context);
}
