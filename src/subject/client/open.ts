import type { SubjectTask, TargetAccess } from '../../record/subject.ts';
import { type Couch, createCouch } from './couch.ts';
import { createHttp } from './http.ts';
import { createReqMgr, type ReqMgr } from './reqmgr.ts';
import { createRetries } from './retries.ts';
import { openTarget, type Target, takeTargetAccess } from './target.ts';
import { createWmStats, type WmStats } from './wmstats.ts';

/** What a strategy fetches with, over one pool of connections. */
interface Clients {
  readonly reqmgr: ReqMgr;
  readonly couch: Couch;
  readonly wmstats: WmStats;
  /** Requests that were sent again, so far. */
  readonly retried: () => number;
  readonly close: () => Promise<void>;
}

/** Clients of the services that a task names, or of the target that the environment holds. */
export const openClients = (
  task: Pick<SubjectTask, 'url' | 'retries'>,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv = process.env,
): Clients => {
  const { url, database, locks, ...options } =
    task.url === null ? targetOf(takeTargetAccess(environment)) : servicesAt(task.url);
  const retries = createRetries(task.retries);
  const http = createHttp(url, { signal, retries, ...options });
  const clients = {
    reqmgr: createReqMgr(http),
    couch: createCouch(http, database),
    wmstats: createWmStats(http),
    retried: retries.count,
    close: http.close,
  };
  return locks ? clients : withoutLocks(clients);
};

interface Service {
  readonly url: string;
  /** CouchDB's, where it is another than behind ReqMgr2. */
  readonly database?: string;
  readonly locks: boolean;
  readonly target?: Target;
}

const servicesAt = (url: string): Service => ({ url, locks: true });

const targetOf = (access: TargetAccess): Service => ({
  url: access.url,
  ...(access.database !== null && { database: access.database }),
  locks: access.locks,
  target: openTarget(access),
});

/** For a service that has none, such as a CouchDB by itself: nothing is locked, and nothing is asked. */
const withoutLocks = (clients: Clients): Clients => ({
  ...clients,
  reqmgr: { ...clients.reqmgr, parentLocks: async () => [] },
  wmstats: { ...clients.wmstats, globalLocks: async () => [] },
});
