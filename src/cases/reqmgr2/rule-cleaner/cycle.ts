import { UserError } from '../../../errors/user-error.ts';
import type { Consumer } from '../../../subject/case.ts';
import { isList, isObject, type JsonValue } from '../../../subject/json.ts';
import type { Clients } from '../context.ts';
import type { WorkflowDocument } from '../document.ts';
import { versionOf } from '../version.ts';
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
    if (!isWorkflowDocument(document)) throw notADocument(document, counts.total + 1);
    const { clean, archived } = dispatch(recordOf(document), locks);
    counts.total += 1;
    if (clean) counts.cleaned += 1;
    if (archived === 'normal') counts.normalArchived += 1;
    if (archived === 'force') counts.forceArchived += 1;
    const { RequestName, RequestStatus } = document;
    const status = typeof RequestStatus === 'string' ? RequestStatus : '';
    onItem(RequestName, versionOf(RequestName, status, lastTransitionOf(document)));
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

const isWorkflowDocument = (value: unknown): value is WorkflowDocument =>
  typeof value === 'object' && value !== null && typeof (value as WorkflowDocument).RequestName === 'string';

const notADocument = (value: unknown, position: number): UserError => {
  const what =
    value === null || value === undefined
      ? String(value)
      : Array.isArray(value)
        ? `a list of ${value.length}`
        : typeof value === 'object'
          ? 'an object without a string RequestName'
          : `the ${typeof value} ${JSON.stringify(value)}`;
  return new UserError(
    `the strategy yielded ${what} as its workflow ${position}, expected a workflow document: an object with a string RequestName`,
    { advice: 'Yield documents one by one: yield* Object.values(await reqmgr.requestsByNames(names));' },
  );
};

const lastTransitionOf = ({ RequestTransition: transitions }: WorkflowDocument): number => {
  const last = transitions !== undefined && isList(transitions) ? (transitions.at(-1) ?? null) : null;
  const time = last !== null && isObject(last) ? last.UpdateTime : undefined;
  return typeof time === 'number' ? time : 0;
};
