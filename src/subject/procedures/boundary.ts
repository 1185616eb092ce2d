import type { LiveSearch } from '../../record/messages/live-grain.ts';
import { totalOf } from '../probes/gc-events.ts';
import { readMemory } from '../probes/heap-probe.ts';
import { startLiveProbe } from '../probes/live-probe.ts';
import type { Procedure } from './procedure.ts';

/**
 * One cycle under the live probe, and beside it the search for the document after which most memory is alive. Memory is
 * looked at after each document, and collected and read where it lies above the highest known boundary by more than the
 * grain. Of boundaries that differ by less, the first is taken.
 */
export const boundaryBy =
  (search: LiveSearch): Procedure =>
  async (cycle) => {
    const probe = startLiveProbe(search);
    let documents = 0;
    let highest = { boundary: 0, bytes: 0 };
    const look = (): void => {
      documents += 1;
      probe.look();
      const higher = highest.bytes + grainOf(highest.bytes);
      if (totalOf(readMemory()) <= higher) return;
      globalThis.gc?.();
      const bytes = totalOf(readMemory());
      if (bytes > higher) highest = { boundary: documents, bytes };
    };
    const consumer = await cycle(look);
    const { metrics, unavailable } = probe.stop();
    return { metrics, unavailable, detail: { kind: 'boundary', boundary: highest.boundary }, consumer };
  };

/** Coarser than the live probe's: a full collection of hundreds of megabytes after every few documents would take minutes. */
const grainOf = (bytes: number): number => Math.max(512_000, 0.03 * bytes);
