import { openDiskCache, wmcoreForm } from '../../wmcore/disk-cache.ts';
import type { StrategyContext } from '../context.ts';
import naive from './naive.ts';

/** `naive` through WMCore's own client: received, parsed, serialised for the disk, read back and parsed again. */
export default async function* naiveOnDisk(context: StrategyContext): AsyncGenerator<string> {
  await using cache = await openDiskCache(wmcoreForm);
  yield* naive({ ...context, rucio: context.rucio.through(cache.under) });
}
