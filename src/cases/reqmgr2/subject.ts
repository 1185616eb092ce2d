import type { CaseSubject, Connection } from '../../subject/case.ts';
import type { StrategyName } from './catalogue.ts';
import { createCouch } from './client/couch.ts';
import { createReqMgr } from './client/reqmgr.ts';
import { createWmStats } from './client/wmstats.ts';
import type { Clients } from './context.ts';
import type { ConsumerName } from './words.ts';

/**
 * The requests with a body that only read: names or keys that do not fit in a request line. ReqMgr2 and CouchDB write by
 * POST and PUT elsewhere, so a client that posts to these paths alone cannot change a real service.
 */
export const readByPost: readonly RegExp[] = [
  /^\/reqmgr2\/data\/request\/bynames$/,
  /\/_all_docs$/,
  /\/_design\/[^/]+\/_view\/[^/]+$/,
  /\/_bulk_get$/,
];

/** What a subject is told to fetch. */
export interface Fetched {
  /** In the service's order. */
  readonly statuses: readonly string[];
}

/** What a scenario may say of a target beside the instrument's own keys. */
export interface TargetKeys {
  /** The path of CouchDB's database; by default it lies where it does behind ReqMgr2. */
  readonly database?: string | undefined;
  /** Whether it has the locks; if not, a cycle takes nothing for locked. */
  readonly locks: boolean;
}

const open = ({ http, target, data }: Connection): Clients => {
  const { statuses } = data as Fetched;
  const { database, locks } = (target ?? { locks: true }) as unknown as TargetKeys;
  const reqmgr = createReqMgr(http);
  const wmstats = createWmStats(http);
  const couch = createCouch(http, database);
  if (locks) return { reqmgr, couch, wmstats, statuses };
  // A service that has none, such as a CouchDB by itself: nothing is locked, and nothing is asked.
  return {
    reqmgr: { ...reqmgr, parentLocks: async () => [] },
    couch,
    wmstats: { ...wmstats, globalLocks: async () => [] },
    statuses,
  };
};

const reqmgr2: CaseSubject<Clients> = {
  open,
  readByPost,
  example: 'export default async function* ({ reqmgr, statuses }) { … yield document; }',
  strategies: {
    idle: () => import('./strategies/idle.ts'),
    naive: () => import('./strategies/naive.ts'),
    'per-status': () => import('./strategies/per-status.ts'),
    'name-then-chunk': () => import('./strategies/name-then-chunk.ts'),
    'line-stream': () => import('./strategies/streams/line-stream.ts'),
    'document-stream': () => import('./strategies/streams/document-stream.ts'),
    'row-stream': () => import('./strategies/streams/row-stream.ts'),
    sorted: () => import('./strategies/sorted.ts'),
    'priority-then-chunk': () => import('./strategies/priority-then-chunk.ts'),
    paged: () => import('./strategies/paged.ts'),
    masked: () => import('./strategies/masked.ts'),
    'wmstats-filtered': () => import('./strategies/wmstats-filtered.ts'),
    'couch-direct': () => import('./strategies/couch-direct.ts'),
    'wmcore-client': () => import('./strategies/wmcore-client.ts'),
    'wmcore-client-repaired': () => import('./strategies/wmcore-client-repaired.ts'),
    cached: () => import('./strategies/cached.ts'),
  } satisfies Record<StrategyName, unknown>,
  consumers: {
    'rule-cleaner': () => import('./consumers/rule-cleaner/cycle.ts'),
    output: () => import('./consumers/output.ts'),
    transferor: () => import('./consumers/transferor.ts'),
  } satisfies Record<ConsumerName, unknown>,
};

export default reqmgr2;
