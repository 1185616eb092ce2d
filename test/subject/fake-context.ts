import { createCouch } from '../../src/cases/reqmgr2/client/couch.ts';
import { createReqMgr, type ReqMgr } from '../../src/cases/reqmgr2/client/reqmgr.ts';
import { createWmStats } from '../../src/cases/reqmgr2/client/wmstats.ts';
import type { StrategyContext } from '../../src/cases/reqmgr2/context.ts';
import type { WorkflowDocument } from '../../src/cases/reqmgr2/document.ts';
import reqmgr2 from '../../src/cases/reqmgr2/subject.ts';
import type { Http } from '../../src/subject/client/http.ts';
import { loadStrategy } from '../../src/subject/load.ts';

/** Clients that fail when used; a test replaces those that it means to be used. */
const unused: Http = {
  get: (path) => Promise.reject(new Error(`a request that the test does not expect: GET ${path}`)),
  post: (path) => Promise.reject(new Error(`a request that the test does not expect: POST ${path}`)),
  // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
  bytes: async function* (path) {
    throw new Error(`a request that the test does not expect: GET ${path}`);
  },
  // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
  stream: async function* (path) {
    throw new Error(`a request that the test does not expect: GET ${path}`);
  },
  request: (path) => Promise.reject(new Error(`a request that the test does not expect: GET ${path}`)),
  close: () => Promise.resolve(),
};

export const fakeContext = (more: Partial<StrategyContext> = {}): StrategyContext => ({
  reqmgr: createReqMgr(unused),
  couch: createCouch(unused),
  wmstats: createWmStats(unused),
  statuses: ['announced', 'rejected'],
  params: {},
  signal: new AbortController().signal,
  builtIn: (name) => loadStrategy(name, reqmgr2),
  ...more,
});

/** ReqMgr2 in this process, over a few documents; `calls` tells what it was asked. */
export const fakeReqMgr = (documents: readonly WorkflowDocument[]): ReqMgr & { readonly calls: string[] } => {
  const calls: string[] = [];
  const byName = (chosen: readonly WorkflowDocument[]) =>
    Object.fromEntries(chosen.map((document) => [document.RequestName, document]));
  const inStatus = (statuses: readonly string[]) =>
    documents.filter(({ RequestStatus }) => statuses.includes(String(RequestStatus)));
  return {
    ...createReqMgr(unused),
    calls,
    requestsByStatus: async (statuses) => {
      calls.push(`documents in ${statuses}`);
      return byName(inStatus(statuses));
    },
    namesByStatus: async (statuses) => {
      calls.push(`names in ${statuses}`);
      return inStatus(statuses).map(({ RequestName }) => RequestName);
    },
    requestsByNames: async (names, { lookup } = {}) => {
      calls.push(`${lookup} ${names}`);
      return byName(documents.filter(({ RequestName }) => names.includes(RequestName)));
    },
    parentLocks: async () => ['/locked/parent/RAW'],
    through: (client) => createReqMgr(client(unused)),
  };
};
