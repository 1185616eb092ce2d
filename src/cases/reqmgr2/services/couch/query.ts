/** A query that CouchDB refuses with status 400. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly error: 'query_parse_error' | 'bad_request';

  constructor(error: Refusal['error'], reason: string) {
    super(reason);
    this.error = error;
  }
}

/** One end of a range of keys. An absent one does not restrict. */
export interface Bound {
  readonly key: unknown;
  /** Where rows share the key: the id to begin or end at. */
  readonly docId?: string;
}

/** What is asked of a view or of `_all_docs`, defaults filled in. `stale` and `update` change nothing here. */
export interface CouchQuery {
  readonly keys: readonly unknown[] | null;
  /** In the direction of the walk: with `descending`, the start is the higher end. */
  readonly start: Bound | null;
  readonly end: Bound | null;
  readonly inclusiveEnd: boolean;
  readonly descending: boolean;
  readonly limit: number;
  readonly skip: number;
  readonly includeDocs: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Parameters that are plain text; the values of the others are JSON. */
const textParameters = new Set([
  'startkey_docid',
  'start_key_doc_id',
  'endkey_docid',
  'end_key_doc_id',
  'stale',
  'update',
]);

/**
 * @param body what a POST carries: `keys`, and any parameter of the query
 * @throws Refusal for a value that cannot be read, or parameters that exclude each other
 */
export const readQuery = (parameters: URLSearchParams, body: Fields = {}): CouchQuery => {
  const text = (...names: string[]): string | null => {
    for (const name of names) {
      const inBody = body[name];
      if (inBody !== undefined) return textOf(name, inBody);
      const inQuery = parameters.get(name);
      if (inQuery !== null) return inQuery;
    }
    return null;
  };
  choice('stale', text('stale'), ['ok', 'update_after', 'false']);
  choice('update', text('update'), ['true', 'false', 'lazy']);
  const key = json(text('key'));
  const keys = json(text('keys'));
  const start = bound(json(text('startkey', 'start_key')), text('startkey_docid', 'start_key_doc_id'));
  const end = bound(json(text('endkey', 'end_key')), text('endkey_docid', 'end_key_doc_id'));
  if (keys !== undefined && !Array.isArray(keys)) {
    throw new Refusal('bad_request', '`keys` member must be an array.');
  }
  if (keys !== undefined && (key !== undefined || start !== null || end !== null)) {
    throw unreadable('`keys` is incompatible with `key`, `start_key` and `end_key`');
  }
  return {
    keys: keys ?? null,
    start: key === undefined ? start : bound(key, text('startkey_docid', 'start_key_doc_id')),
    end: key === undefined ? end : bound(key, text('endkey_docid', 'end_key_doc_id')),
    inclusiveEnd: boolean(text('inclusive_end'), true),
    descending: boolean(text('descending'), false),
    limit: count(text('limit'), Number.MAX_SAFE_INTEGER),
    skip: count(text('skip'), 0),
    includeDocs: boolean(text('include_docs'), false),
  };
};

/** The JSON object in a POST's body. */
export const readBody = (text: string): Fields => {
  const body = parse(text, () => new Refusal('bad_request', 'invalid UTF-8 JSON'));
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal('bad_request', 'Request body must be a JSON object');
  }
  return body as Fields;
};

const unreadable = (reason: string): Refusal => new Refusal('query_parse_error', reason);

const parse = (text: string, refusal: () => Refusal): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw refusal();
    throw thrown;
  }
};

const textOf = (name: string, value: unknown): string =>
  textParameters.has(name) && typeof value === 'string' ? value : JSON.stringify(value);

/** Undefined for an absent parameter: `null` is a key like any other. */
const json = (text: string | null): unknown =>
  text === null ? undefined : parse(text, () => unreadable(`Invalid JSON: ${text}`));

const bound = (key: unknown, docId: string | null): Bound | null =>
  key === undefined ? null : { key, ...(docId !== null && { docId }) };

const boolean = (text: string | null, absent: boolean): boolean => {
  if (text === null) return absent;
  if (text !== 'true' && text !== 'false') {
    throw unreadable(`Invalid boolean parameter: ${JSON.stringify(text)}`);
  }
  return text === 'true';
};

const count = (text: string | null, absent: number): number => {
  if (text === null) return absent;
  if (!/^-?\d+$/.test(text)) throw unreadable(`Invalid value for integer: ${JSON.stringify(text)}`);
  if (text.startsWith('-')) throw unreadable(`Invalid value for positive integer: ${JSON.stringify(text)}`);
  return Number(text);
};

const choice = (name: string, text: string | null, known: readonly string[]): void => {
  if (text !== null && !known.includes(text)) throw unreadable(`Invalid value for \`${name}\`.`);
};
