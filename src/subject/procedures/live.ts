import type { LiveSearch } from '../../record/messages/live-grain.ts';
import { startLiveProbe } from '../probes/live-probe.ts';
import type { Procedure } from './procedure.ts';

/** One cycle under the live probe, which looks after each document too: a strategy that holds all yields them in one turn. */
export const liveBy =
  (search: LiveSearch): Procedure =>
  async (cycle, _cycles, before) => {
    const { look, stop } = startLiveProbe(search, before);
    const consumer = await cycle(look);
    const { metrics, unavailable, resident = null, precision } = stop();
    return { metrics, unavailable, detail: { kind: 'live', precision }, consumer, resident };
  };
