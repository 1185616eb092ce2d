import type { Http } from '../../../subject/client/http.ts';
import type { DocumentsByName, WorkflowDocument } from '../document.ts';
import { query } from './query.ts';
import { documentList, documentsByName, strings } from './rest-answers.ts';

export interface WmStats {
  /** The names of the datasets that must keep their rules. */
  readonly globalLocks: () => Promise<readonly string[]>;
  /** All active requests, keyed by name. */
  readonly requestCache: () => Promise<DocumentsByName>;
  /** The masked keys and RequestName of the requests whose keys have these values. */
  readonly filteredRequests: (
    filter: Readonly<Record<string, string | readonly string[]>>,
    masks: readonly string[],
  ) => Promise<readonly WorkflowDocument[]>;
}

const root = '/wmstatsserver/data';

export const createWmStats = (http: Http): WmStats => ({
  globalLocks: () => http.get(`${root}/globallocks`, strings),
  requestCache: () => http.get(`${root}/requestcache`, documentsByName),
  filteredRequests: (filter, masks) =>
    http.get(`${root}/filtered_requests?${query({ ...filter, mask: masks })}`, documentList),
});
