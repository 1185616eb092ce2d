import { createCouch } from '../../src/cases/reqmgr2/client/couch.ts';
import { createReqMgr } from '../../src/cases/reqmgr2/client/reqmgr.ts';
import { createWmStats } from '../../src/cases/reqmgr2/client/wmstats.ts';
import type { StrategyContext } from '../../src/cases/reqmgr2/context.ts';
import reqmgr2, { readByPost } from '../../src/cases/reqmgr2/subject.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { loadStrategy } from '../../src/subject/load.ts';

/** What a strategy is given in a subject, over these services; a test ends its connections by `await using`. */
export const httpContext = (
  url: string,
  more: Partial<StrategyContext> = {},
): StrategyContext & AsyncDisposable => {
  const { signal } = new AbortController();
  const http = createHttp(url, { signal, readByPost });
  return {
    reqmgr: createReqMgr(http),
    couch: createCouch(http),
    wmstats: createWmStats(http),
    statuses: ['announced', 'rejected'],
    params: {},
    signal,
    builtIn: (name) => loadStrategy(name, reqmgr2),
    ...more,
    [Symbol.asyncDispose]: http.close,
  };
};
