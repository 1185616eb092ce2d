import type { StrategyParams } from '../../record/subject.ts';
import type { Couch } from '../client/couch.ts';
import type { ReqMgr } from '../client/reqmgr.ts';
import type { WmStats } from '../client/wmstats.ts';
import type { WorkflowDocument } from '../json.ts';

/** What a strategy fetches with. */
export interface StrategyContext {
  readonly reqmgr: ReqMgr;
  readonly couch: Couch;
  readonly wmstats: WmStats;
  /** The statuses whose workflows are to be yielded, in the service's order. */
  readonly statuses: readonly string[];
  readonly params: StrategyParams;
  /** Aborted when the cycle ends early; the clients heed it by themselves. */
  readonly signal: AbortSignal;
}

/** A way to fetch the workflows: yields each document once, and holds no more of them than it must. */
export type Strategy = (context: StrategyContext) => AsyncIterable<WorkflowDocument>;
