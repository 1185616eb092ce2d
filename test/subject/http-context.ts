import { createCouch } from '../../src/subject/client/couch.ts';
import { createHttp } from '../../src/subject/client/http.ts';
import { createReqMgr } from '../../src/subject/client/reqmgr.ts';
import { createWmStats } from '../../src/subject/client/wmstats.ts';
import { loadStrategy } from '../../src/subject/load.ts';
import reqmgr2, { readByPost } from '../../src/subject/reqmgr2.ts';
import type { StrategyContext } from '../../src/subject/strategies/context.ts';

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
