import type { AnswerShape, Http } from '../../../subject/client/http.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../../subject/json.ts';
import { type DocumentsByName, isDocument, type WorkflowDocument } from '../document.ts';
import { cutCouchRows } from './couch-rows.ts';
import { query } from './query.ts';

interface Page {
  readonly limit?: number;
  readonly skip?: number;
}

export interface Couch {
  /** A page of the view `bystatus`, in its order (status, then name); all of it without limits. */
  readonly namesByStatus: (status: string, page?: Page) => Promise<readonly string[]>;
  /** All documents of the view `bystatus` as they arrive, a row at a time. One deleted in the meantime is left out. */
  readonly streamDocumentsByStatus: (status: string) => AsyncIterable<WorkflowDocument>;
  /** The documents of a page of the same view, a row each; null for one that was deleted while the view was read. */
  readonly documentsByStatus: (status: string, page?: Page) => Promise<readonly (WorkflowDocument | null)[]>;
  /** Unknown and deleted names are left out. */
  readonly documentsByNames: (names: readonly string[]) => Promise<DocumentsByName>;
  /** An unknown name is a `ServiceError` of kind `status` with status 404. */
  readonly document: (name: string) => Promise<WorkflowDocument>;
}

const reqmgrDatabase = '/couchdb/reqmgr_workload_cache';

/** The database behind ReqMgr2, or another with its view `bystatus`. @param root its path, without a slash at the end */
export const createCouch = (http: Http, root = reqmgrDatabase): Couch => {
  const byStatus = (status: string, include_docs: 'true' | 'false', { limit, skip }: Page = {}): string =>
    `${root}/_design/ReqMgr/_view/bystatus?${query({ key: JSON.stringify(status), include_docs, limit, skip })}`;
  return {
    namesByStatus: (status, page) => http.get(byStatus(status, 'false', page), rowIds),
    documentsByStatus: (status, page) => http.get(byStatus(status, 'true', page), documentsOfRows),
    streamDocumentsByStatus: async function* (status) {
      const rows = http.stream(byStatus(status, 'true'), cutCouchRows, rowDocument);
      for await (const { doc } of rows) if (doc !== null) yield doc;
    },
    documentsByNames: async (names) =>
      names.length === 0
        ? {}
        : http.post(`${root}/_all_docs?include_docs=true`, { keys: names }, rowDocuments),
    document: (name) => http.get(`${root}/${encodeURIComponent(name)}`, document),
  };
};

const rowsOf = (answer: JsonValue): readonly JsonObject[] | undefined => {
  if (!isObject(answer)) return undefined;
  const { rows } = answer;
  return rows !== undefined && isList(rows) && rows.every(isObject)
    ? (rows as readonly JsonObject[])
    : undefined;
};

const rowIds: AnswerShape<readonly string[]> = {
  expected: '{"rows": [{"id": string, …}, …]}',
  read: (answer) => {
    const ids = rowsOf(answer)?.map(({ id }) => id);
    return ids?.every((id) => typeof id === 'string') ? ids : undefined;
  },
};

const documentsOfRows: AnswerShape<readonly (WorkflowDocument | null)[]> = {
  expected: '{"rows": [{"id": string, "doc": document, …}, …]}',
  read: (answer) => {
    const documents = rowsOf(answer)?.map(({ doc }) => doc);
    return documents?.every((doc) => doc === null || isDocument(doc)) ? documents : undefined;
  },
};

const rowDocuments: AnswerShape<DocumentsByName> = {
  expected: '{"rows": [{"key": string, "doc": document, …}, …]}',
  read: (answer) => {
    const rows = rowsOf(answer);
    if (rows === undefined || !rows.every(isAnswered)) return undefined;
    // Object.fromEntries defines keys and does not assign them, so a document named __proto__ arrives.
    return Object.fromEntries(rows.flatMap(({ key, doc }) => (isDocument(doc) ? [[String(key), doc]] : [])));
  },
};

/** A document, or word that there is none; any other error (a timeout, say) is no answer about this name. */
const isAnswered = ({ doc, error, value }: JsonObject): boolean => {
  if (isDocument(doc) || error === 'not_found') return true;
  return doc === null && value !== undefined && isObject(value) && value.deleted === true;
};

const rowDocument: AnswerShape<{ readonly doc: WorkflowDocument | null }> = {
  expected: 'rows {"id": string, "doc": document, …}',
  read: (row) => {
    if (!isObject(row)) return undefined;
    const { doc } = row;
    return doc === null || (doc !== undefined && isDocument(doc)) ? { doc } : undefined;
  },
};

const document: AnswerShape<WorkflowDocument> = {
  expected: 'a document with a RequestName',
  read: (answer) => (isDocument(answer) ? answer : undefined),
};
