import type { Consumer } from '../../../../subject/case.ts';
import type { JsonValue } from '../../../../subject/json.ts';
import type { Clients } from '../../context.ts';
import { tellProcessed, workflowOf } from '../processed.ts';
import { dispatch } from './dispatch.ts';
import { recordOf } from './record.ts';

/**
 * One cycle of the service: the locks, then every workflow that the strategy yields. Holds the locks throughout, and
 * of the documents only the one in hand. What the strategy or a client throws passes through.
 */
const runCycle: Consumer<Clients> = async (items, clients, onItem) => {
  const locks = await fetchLocks(clients);
  const counts = { total: 0, cleaned: 0, normalArchived: 0, forceArchived: 0 };
  for await (const document of items()) {
    const workflow = workflowOf(document, counts.total + 1);
    const { clean, archived } = dispatch(recordOf(workflow), locks);
    counts.total += 1;
    if (clean) counts.cleaned += 1;
    if (archived === 'normal') counts.normalArchived += 1;
    if (archived === 'force') counts.forceArchived += 1;
    tellProcessed(workflow, onItem);
  }
  return counts;
};

export default runCycle;

const fetchLocks = async ({
  wmstats,
  reqmgr,
}: Pick<Clients, 'wmstats' | 'reqmgr'>): Promise<ReadonlySet<JsonValue>> => {
  const locks = new Set<JsonValue>(await wmstats.globalLocks());
  for (const dataset of await reqmgr.parentLocks()) locks.add(dataset);
  return locks;
};
