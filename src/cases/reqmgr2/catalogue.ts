import type { StrategyEntry } from '../../scenario/case.ts';

/**
 * The strategies that a scenario may name, with their parameters. Plain data: the subject reads it too.
 */
const diskCacheParams = {
  fetch: {
    kind: 'choice',
    of: ['naive', 'name-then-chunk'],
    default: 'naive',
    meaning: 'the strategy whose requests go through it',
  },
  chunk: { kind: 'integer', min: 1, default: 100, meaning: 'names a request of name-then-chunk' },
} as const satisfies StrategyEntry['params'];

export const strategyCatalogue = {
  idle: { idea: 'fetches the locks and no workflow: the idle row', params: {} },
  naive: {
    idea: 'all documents of all statuses merged into one object, then walked, as the service does',
    params: {},
  },
  'per-status': { idea: 'all documents of one status at a time', params: {} },
  'name-then-chunk': {
    idea: 'the names of a status first, then the documents of `chunk` names at a time',
    params: {
      chunk: { kind: 'integer', min: 1, default: 100, meaning: 'names a request' },
      lookup: {
        kind: 'choice',
        of: ['get', 'post'],
        default: 'post',
        meaning:
          'names in the request line, or in the body (a hundred names do not fit in a request line of 8 KB)',
      },
      requestLine: {
        kind: 'integer',
        min: 1,
        default: 8190,
        meaning: 'bytes that a request line may have with `lookup: get`: a chunk is cut smaller to fit',
      },
      concurrency: {
        kind: 'integer',
        min: 1,
        default: 1,
        meaning: 'chunks at once, under way or waiting to be processed',
      },
    },
  },
  sorted: {
    idea: 'all documents of a status, the most urgent first, as MSTransferor fetches them',
    params: {
      slice: {
        kind: 'integer',
        min: 1,
        default: 100,
        meaning: 'workflows that MSTransferor looks at together, of those it holds',
      },
    },
  },
  'priority-then-chunk': {
    idea: 'names and priorities of a status by a mask, then the documents of `chunk` names at a time, the most urgent first',
    params: { chunk: { kind: 'integer', min: 1, default: 100, meaning: 'names a request' } },
  },
  paged: {
    idea: "CouchDB's view by status in slices of `page` documents, by limit and skip",
    params: { page: { kind: 'integer', min: 1, default: 100, meaning: 'documents a request' } },
  },
  masked: { idea: "ReqMgr2's documents cut to the fields that the rule cleaner reads", params: {} },
  'wmstats-filtered': { idea: "the same out of WMStats's cache", params: {} },
  'couch-direct': {
    idea: "the names of a status from CouchDB's view, then the documents past ReqMgr2",
    params: {
      documents: {
        kind: 'choice',
        of: ['one-by-one', 'by-keys'],
        default: 'by-keys',
        meaning: 'a request for each document, or for `chunk` of them by _all_docs',
      },
      chunk: { kind: 'integer', min: 1, default: 100, meaning: 'names a request of by-keys' },
    },
  },
  'wmcore-client': {
    idea: "through a client as WMCore's own, which puts each answer on disk and reads it back",
    params: diskCacheParams,
  },
  'wmcore-client-repaired': {
    idea: 'the same with hashed names of files, and without the second parse',
    params: diskCacheParams,
  },
  cached: {
    idea: 'name-then-chunk through a client that keeps every answer in memory',
    params: {
      key: {
        kind: 'choice',
        of: ['url', 'path'],
        default: 'url',
        meaning: 'what tells answers apart: the whole URL, or the path without its query',
      },
      chunk: { kind: 'integer', min: 1, default: 100, meaning: 'names a request' },
    },
  },
  'line-stream': {
    idea: 'a request a status whose answer is one document a line (`common_dict=1`, and JSON accepted), each parsed as its line ends',
    params: {},
  },
  'document-stream': {
    idea: "the service's default answer, cut at document boundaries as it arrives, each document parsed alone",
    params: {},
  },
  'row-stream': {
    idea: "CouchDB's view with the documents in its rows, a row at a time",
    params: {},
  },
} as const satisfies Record<string, StrategyEntry>;

export type StrategyName = keyof typeof strategyCatalogue;
export const strategyNames = Object.keys(strategyCatalogue) as StrategyName[];
