import type { DocumentsByName } from '../json.ts';
import type { Http } from './http.ts';
import { query } from './query.ts';
import { documentsByName, parentLocks, strings } from './rest-answers.ts';

/** How names travel: repeated in the request line, or as a JSON list in the body. */
type Lookup = 'get' | 'post';

export interface ReqMgr {
  /** The whole documents of all these statuses in one request, keyed by name; `{}` for none. */
  readonly requestsByStatus: (statuses: readonly string[]) => Promise<DocumentsByName>;
  /** The names of all these statuses in one request. */
  readonly namesByStatus: (statuses: readonly string[]) => Promise<readonly string[]>;
  /** Unknown names are left out. `post` by default: a hundred names do not fit in the front end's request line. */
  readonly requestsByNames: (
    names: readonly string[],
    options?: { readonly lookup?: Lookup },
  ) => Promise<DocumentsByName>;
  readonly parentLocks: () => Promise<readonly string[]>;
}

const root = '/reqmgr2/data';

/** ReqMgr2's REST interface. No statuses or no names select nothing, and nothing is asked. */
export const createReqMgr = (http: Http): ReqMgr => ({
  requestsByStatus: async (statuses) =>
    statuses.length === 0 ? {} : http.get(`${root}/request?${query({ status: statuses })}`, documentsByName),

  namesByStatus: async (statuses) =>
    statuses.length === 0
      ? []
      : http.get(`${root}/request?${query({ status: statuses, detail: 'False' })}`, strings),

  requestsByNames: async (names, { lookup = 'post' } = {}) => {
    if (names.length === 0) return {};
    return lookup === 'get'
      ? http.get(`${root}/request?${query({ name: names })}`, documentsByName)
      : http.post(`${root}/request/bynames`, names, documentsByName);
  },

  parentLocks: () => http.get(`${root}/parentlocks`, parentLocks),
});
