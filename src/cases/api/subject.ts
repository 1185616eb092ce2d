import type { CaseSubject } from '../../subject/case.ts';
import type { Http } from '../../subject/client/http.ts';
import { consumerOf } from './consumer.ts';

/** What strategies fetch with. */
export interface Api {
  /** Of the services, or of the target; without a slash at the end. */
  readonly url: string;
  /**
   * Asks over one pool of connections: a path, or a URL of the services. An answer of 200 to 299 as undici gives it, its body
   * not read. A GET or HEAD that failed in passing is sent again, see `retries` of a scenario; what failed for good throws.
   */
  readonly request: Http['request'];
}

const api: CaseSubject<Api> = {
  open: ({ http, url }) => ({ url, request: http.request }),
  strategies: { idle: () => import('./strategies/idle.ts') },
  consumers: {},
  consumerOf,
  readByPost: [],
  example:
    "export default async function* ({ request }) { const { body } = await request('/orders'); yield* await body.json(); }",
};

export default api;
