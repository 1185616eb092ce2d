import type { CommonContext } from '../../subject/case.ts';
import type { RucioConMon } from './client/rucio-con-mon.ts';

/** The services, and what to fetch from them. */
export interface Clients {
  readonly rucio: RucioConMon;
  /** The directories that may not be deleted yet. */
  readonly protectedLfns: () => Promise<readonly string[]>;
  /** The site's storage whose files are to be yielded. */
  readonly rse: string;
}

/** What a strategy fetches with. */
export interface StrategyContext extends Clients, CommonContext {}
