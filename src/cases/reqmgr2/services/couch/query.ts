import { compareKeys } from './collation.ts';
import { badRequest, unreadable } from './refusal.ts';
import { boolean, choice, count, type Given, json, plain } from './values.ts';

/** One end of a range of keys. An absent one does not restrict. */
export interface Bound {
  readonly key: unknown;
  /** Where rows share the key: the id to begin or end at. */
  readonly docId?: string;
}

/** In the direction of the walk: with `descending`, the start is the higher end. */
interface KeyRange {
  readonly start: Bound | null;
  readonly end: Bound | null;
}

/** What is asked of a view or of `_all_docs`, defaults filled in. */
export interface CouchQuery {
  /** The keys that were asked for, in the order of the answer; null where a range was. */
  readonly keys: readonly unknown[] | null;
  /** One for each key, or the one that was asked for. */
  readonly ranges: readonly KeyRange[];
  readonly inclusiveEnd: boolean;
  readonly descending: boolean;
  readonly limit: number;
  readonly skip: number;
  readonly includeDocs: boolean;
}

/** What is asked, and by which rules: `_all_docs` alone answers a list of one key like a longer one, not like a key. */
export type Kind = 'view' | '_all_docs' | '_all_docs/queries';

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was said of the parameters; absent ones are not there. */
interface Asked {
  readonly start?: unknown;
  readonly end?: unknown;
  readonly startDocId?: string;
  readonly endDocId?: string;
  readonly keys?: unknown;
  readonly reduce?: boolean;
  readonly group?: boolean;
  readonly groupLevel?: number;
  readonly inclusiveEnd?: boolean;
  readonly descending?: boolean;
  readonly limit?: number;
  readonly skip?: number;
  readonly includeDocs?: boolean;
}

/**
 * Reads sources one after the other: a later parameter overrides an earlier one, as in CouchDB
 * (couch_mrview_http:parse_params of 3.5.0). Unknown ones are ignored.
 *
 * @throws Refusal for a value that cannot be read, or parameters that exclude each other
 */
export const readQuery = (kind: Kind, ...sources: readonly (URLSearchParams | Fields)[]): CouchQuery => {
  const asked: Asked = {};
  for (const source of sources) {
    for (const [name, given] of parametersOf(source)) Object.assign(asked, readers.get(name)?.(given, kind));
  }
  return queryOf(kind, asked);
};

const parametersOf = (source: URLSearchParams | Fields): (readonly [string, Given])[] =>
  source instanceof URLSearchParams
    ? [...source].map(([name, text]) => [name, { text }] as const)
    : Object.entries(source).map(([name, json]) => [name, { json }] as const);

type Reader = (given: Given, kind: Kind) => Asked;

/** A parameter that changes nothing here; what it says must be readable all the same. */
const readable =
  (check: (given: Given) => unknown): Reader =>
  (given) => {
    check(given);
    return {};
  };

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['key', (given) => both(json(given))],
  ['keys', (given, kind) => keysOf(json(given), kind)],
  ['startkey', (given) => ({ start: json(given) })],
  ['start_key', (given) => ({ start: json(given) })],
  ['endkey', (given) => ({ end: json(given) })],
  ['end_key', (given) => ({ end: json(given) })],
  ['startkey_docid', (given) => ({ startDocId: plain(given) })],
  ['start_key_doc_id', (given) => ({ startDocId: plain(given) })],
  ['endkey_docid', (given) => ({ endDocId: plain(given) })],
  ['end_key_doc_id', (given) => ({ endDocId: plain(given) })],
  ['limit', (given) => ({ limit: count(given) })],
  ['skip', (given) => ({ skip: count(given) })],
  ['descending', (given) => ({ descending: boolean(given) })],
  ['inclusive_end', (given) => ({ inclusiveEnd: boolean(given) })],
  ['include_docs', (given) => ({ includeDocs: boolean(given) })],
  ['reduce', (given) => ({ reduce: boolean(given) })],
  ['group', (given) => ({ group: boolean(given) })],
  ['group_level', (given) => ({ groupLevel: count(given) })],
  ['conflicts', readable(boolean)],
  ['attachments', readable(boolean)],
  ['att_encoding_info', readable(boolean)],
  ['update_seq', readable(boolean)],
  ['sorted', readable(boolean)],
  ['stale', readable((given) => choice('stale', given, ['ok', 'update_after']))],
  ['stable', readable((given) => choice('stable', given, ['true', 'false']))],
  ['update', readable((given) => choice('update', given, ['true', 'false', 'lazy']))],
]);

const both = (key: unknown): Asked => ({ start: key, end: key });

const keysOf = (keys: unknown, kind: Kind): Asked => {
  const isOne = Array.isArray(keys) && keys.length === 1;
  return { ...(isOne && both(keys[0])), ...((!isOne || kind === '_all_docs') && { keys }) };
};

/** What couch_mrview_util:validate_args refuses of a view without a reduce, in its order. */
const queryOf = (kind: Kind, asked: Asked): CouchQuery => {
  const { keys, start, end, reduce, group, groupLevel = 0 } = asked;
  if (group === false && groupLevel > 0) {
    throw unreadable("Can't specify group=false and group_level>0 at the same time");
  }
  if (reduce === true) throw unreadable('Reduce is invalid for map-only views.');
  if (keys !== undefined && !Array.isArray(keys)) {
    if (kind === '_all_docs') throw badRequest('`keys` parameter must be an array.');
    throw unreadable('`keys` must be an array of strings.');
  }
  if (keys !== undefined && keys.length > 0 && (start !== undefined || end !== undefined)) {
    const isOnlyKey = keys.length === 1 && isSame(keys[0], start) && isSame(keys[0], end);
    if (!isOnlyKey) throw unreadable('`keys` is incompatible with `key`, `start_key` and `end_key`');
  }
  if (group === true || groupLevel > 0) throw unreadable('Invalid use of grouping on a map view.');
  const { descending = false } = asked;
  if (kind === 'view' && keys === undefined) checkRange(asked, descending);
  const inOrder = keys === undefined ? null : descending ? keys.toReversed() : keys;
  const ranges =
    inOrder === null
      ? [rangeOf(kind, asked)]
      : inOrder.map((key) => rangeOf(kind, { ...asked, ...both(key) }));
  return {
    keys: inOrder,
    ranges,
    inclusiveEnd: asked.inclusiveEnd ?? true,
    descending,
    limit: asked.limit ?? Number.MAX_SAFE_INTEGER,
    skip: asked.skip ?? 0,
    includeDocs: asked.includeDocs ?? false,
  };
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A view refuses a range that begins beyond its end; `_all_docs` answers it without rows. */
const checkRange = ({ start, end }: Asked, descending: boolean): void => {
  if (start === undefined || end === undefined) return;
  const order = compareKeys(start, end);
  if (descending ? order < 0 : order > 0) {
    throw unreadable(
      `No rows can match your key range, reverse your start_key and end_key or set descending=${!descending}`,
    );
  }
};

const rangeOf = (kind: Kind, { start, end, startDocId, endDocId }: Asked): KeyRange => {
  const bound = kind === 'view' ? viewBound : allDocsBound;
  return { start: bound(start, startDocId), end: bound(end, endDocId) };
};

/** An id counts within a key alone. */
const viewBound = (key: unknown, docId: string | undefined): Bound | null =>
  key === undefined ? null : { key, ...(docId !== undefined && { docId }) };

/** The key is the id already; an id that is given counts where there is no key. */
const allDocsBound = (key: unknown, docId: string | undefined): Bound | null =>
  key !== undefined ? { key } : docId !== undefined ? { key: docId } : null;

/** The list of queries in a body. @throws Refusal where there is none */
export const queriesIn = ({ queries }: Fields): readonly Fields[] => {
  if (queries === undefined) throw badRequest('POST body must include `queries` parameter.');
  if (!Array.isArray(queries)) throw badRequest('`queries` member must be an array.');
  if (!queries.every((query) => isFields(query)))
    throw badRequest('Each of `queries` must be a JSON object.');
  return queries;
};
