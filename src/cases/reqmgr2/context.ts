import type { CommonContext } from '../../subject/case.ts';
import type { Couch } from './client/couch.ts';
import type { ReqMgr } from './client/reqmgr.ts';
import type { WmStats } from './client/wmstats.ts';
import type { WorkflowDocument } from './document.ts';

/** The services, and what to fetch from them. */
export interface Clients {
  readonly reqmgr: ReqMgr;
  readonly couch: Couch;
  readonly wmstats: WmStats;
  /** The statuses whose workflows are to be yielded, in the service's order. */
  readonly statuses: readonly string[];
}

/** What a strategy fetches with. */
export interface StrategyContext extends Clients, CommonContext {}

/** A way to fetch the workflows: yields each document once, and holds no more of them than it must. */
export type Strategy = (context: StrategyContext) => AsyncIterable<WorkflowDocument>;
