import type { Http, RequestOptions } from '../../../subject/client/http.ts';
import type { DocumentsByName, WorkflowDocument } from '../document.ts';
import { query } from './query.ts';
import { document, documentsByName, name, parentLocks, strings } from './rest-answers.ts';
import { cutRestLines } from './rest-lines.ts';
import { cutRestMembers } from './rest-members.ts';

/** How names travel: repeated in the request line, or as a JSON list in the body. */
type Lookup = 'get' | 'post';

export interface ReqMgr {
  /**
   * The documents of all these statuses in one request, keyed by name; `{}` for none. With a mask, cut to these keys,
   * of a chain those of its tasks or steps, null where a document lacks one.
   */
  readonly requestsByStatus: (
    statuses: readonly string[],
    options?: { readonly mask?: readonly string[] },
  ) => Promise<DocumentsByName>;
  /** The names of all these statuses in one request. */
  readonly namesByStatus: (statuses: readonly string[]) => Promise<readonly string[]>;
  /**
   * The documents of `requestsByStatus` as they arrive, a document at a time, out of the same answer. A name that comes
   * twice is yielded twice.
   */
  readonly streamRequestsByStatus: (statuses: readonly string[]) => AsyncIterable<WorkflowDocument>;
  /** The same documents out of the answer to `common_dict=1`, which is one document a line. */
  readonly streamRequestLinesByStatus: (statuses: readonly string[]) => AsyncIterable<WorkflowDocument>;
  readonly streamNamesByStatus: (statuses: readonly string[]) => AsyncIterable<string>;
  /** The bytes that `requestsByStatus` would parse, as they arrive: for a parser of your own. */
  readonly streamBytesByStatus: (statuses: readonly string[]) => AsyncIterable<Buffer>;
  /** Unknown names are left out. `post` by default: a hundred names do not fit in the front end's request line. */
  readonly requestsByNames: (
    names: readonly string[],
    options?: RequestOptions & { readonly lookup?: Lookup },
  ) => Promise<DocumentsByName>;
  readonly parentLocks: () => Promise<readonly string[]>;
  /** The same service through another client. */
  readonly through: (client: (http: Http) => Http) => ReqMgr;
}

const root = '/reqmgr2/data';

const byStatus = (
  statuses: readonly string[],
  more: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): string => `${root}/request?${query({ status: statuses, ...more })}`;

/** What names weigh in the request line of a lookup by `get`, in bytes: the line around them, and what each adds. */
export const nameLookupLine = {
  // The first name needs no `&`.
  bytes: `GET ${root}/request? HTTP/1.1`.length - '&'.length,
  bytesOf: (name: string): number => query({ name }).length + '&'.length,
};

/** ReqMgr2's REST interface. No statuses or no names select nothing, and nothing is asked. */
export const createReqMgr = (http: Http): ReqMgr => ({
  requestsByStatus: async (statuses, { mask } = {}) =>
    statuses.length === 0 ? {} : http.get(byStatus(statuses, { mask }), documentsByName),

  namesByStatus: async (statuses) =>
    statuses.length === 0 ? [] : http.get(byStatus(statuses, { detail: 'False' }), strings),

  streamRequestsByStatus: async function* (statuses) {
    if (statuses.length > 0) yield* http.stream(byStatus(statuses), cutRestMembers, document);
  },

  streamRequestLinesByStatus: async function* (statuses) {
    if (statuses.length > 0)
      yield* http.stream(byStatus(statuses, { common_dict: '1' }), cutRestLines, document);
  },

  streamNamesByStatus: async function* (statuses) {
    if (statuses.length > 0) yield* http.stream(byStatus(statuses, { detail: 'False' }), cutRestLines, name);
  },

  streamBytesByStatus: async function* (statuses) {
    if (statuses.length > 0) yield* http.bytes(byStatus(statuses));
  },

  requestsByNames: async (names, { lookup = 'post', signal } = {}) => {
    const ends = signal && { signal };
    if (names.length === 0) return {};
    return lookup === 'get'
      ? http.get(`${root}/request?${query({ name: names })}`, documentsByName, ends)
      : http.post(`${root}/request/bynames`, names, documentsByName, ends);
  },

  parentLocks: () => http.get(`${root}/parentlocks`, parentLocks),

  through: (client) => createReqMgr(client(http)),
});
