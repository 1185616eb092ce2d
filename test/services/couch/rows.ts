import { designRevision, designText } from '../../../src/cases/reqmgr2/services/couch/design.ts';
import type { Workload } from '../../../src/cases/reqmgr2/workload/workload.ts';
import { documentText } from '../small-services.ts';

export const root = '/couchdb/reqmgr_workload_cache';
export const view = `${root}/_design/ReqMgr/_view/bystatus`;
export const design = '_design/ReqMgr';

/** A query as CouchDB reads it: values are JSON, ids are text. */
export const query = (parameters: Record<string, unknown>): string =>
  new URLSearchParams(
    Object.entries(parameters).map(([key, value]): [string, string] => [
      key,
      key.endsWith('docid') ? String(value) : JSON.stringify(value),
    ]),
  ).toString();

export const framed = (rows: readonly string[], offset: number | null, total = 13): string =>
  `{"total_rows":${total},"offset":${offset},"rows":[\r\n${rows.join(',\r\n')}\r\n]}\n`;

export const viewRow = (workload: Workload, index: number, document = ''): string =>
  `{"id":"${workload.nameAt(index)}","key":"${workload.statusAt(index)}","value":${workload.lastTransitionAt(index)}${document}}`;

export const revisionOf = (workload: Workload, index: number): string =>
  JSON.parse(documentText(workload, index, 'couch'))._rev;

export const idRow = (workload: Workload, index: number, document = ''): string => {
  const name = workload.nameAt(index);
  return `{"id":"${name}","key":"${name}","value":{"rev":"${revisionOf(workload, index)}"}${document}}`;
};

export const designRow = (document = ''): string =>
  `{"id":"${design}","key":"${design}","value":{"rev":"${designRevision}"}${document}}`;

export const designDocument = `,"doc":${designText}`;
export const withDocument = (workload: Workload, index: number): string =>
  `,"doc":${documentText(workload, index, 'couch')}`;

/** What CouchDB says of a refusal. */
export const refusal = (error: string, reason: string): string => `${JSON.stringify({ error, reason })}\n`;
