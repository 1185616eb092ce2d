import { type DiskCacheForm, openDiskCache } from '../../../wmcore/disk-cache.ts';
import type { StrategyContext } from '../../context.ts';
import type { WorkflowDocument } from '../../document.ts';
import naive from '../naive.ts';
import nameThenChunk from '../name-then-chunk.ts';

/** `naive` or `name-then-chunk` through a client that puts every answer on disk. */
export async function* throughDiskCache(
  form: DiskCacheForm,
  fetch: 'naive' | 'name-then-chunk',
  chunk: number,
  context: StrategyContext,
): AsyncGenerator<WorkflowDocument> {
  await using cache = await openDiskCache(form);
  const reqmgr = context.reqmgr.through(cache.under);
  // WMCore asks for names in the request line.
  const params = fetch === 'naive' ? {} : { chunk, lookup: 'get' };
  yield* strategies[fetch]({ ...context, reqmgr, params });
}

const strategies = { naive, 'name-then-chunk': nameThenChunk };
