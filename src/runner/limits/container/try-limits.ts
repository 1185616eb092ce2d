import type { LimitTry } from '../../../record/messages/subject-report.ts';
import { type LowestLimit, type Survival, searchLimit, tryLimit } from '../limit-search.ts';
import type { Ceiling } from './limits-in-force.ts';

const megabyte = 2 ** 20;

/** A try failed for a reason that is not want of memory, and says nothing about its limit. */
export class Unexplained extends Error {}

type Attempt = (limitMb: number) => Promise<Survival>;

/** A limit that the scenario asks about. Where trying it would show nothing, or has shown nothing, no try of it counts. */
export const tryAsked = async (limitBytes: number, ceiling: Ceiling, attempt: Attempt): Promise<LimitTry> => {
  const without = (reason: string): LimitTry => ({
    limitBytes,
    tries: 0,
    survived: 0,
    endings: [reason],
  });
  if (limitBytes > ceiling.bytes) return without(`it cannot be reached, since ${ceiling.reason}`);
  try {
    return await tryLimit(limitBytes / megabyte, attempt);
  } catch (thrown) {
    if (thrown instanceof Unexplained) return without(thrown.message);
    throw thrown;
  }
};

/** The lowest limit that is survived; or why there is none. */
export type Search =
  | { readonly floor: LowestLimit; readonly reason: null }
  | { readonly floor: LowestLimit | null; readonly reason: string };

/**
 * Searches as far up as twice what a run without a limit charged, or as the ceiling lets it.
 * @param guessMb what a run without a limit charged
 */
export const searchLowest = async (guessMb: number, ceiling: Ceiling, attempt: Attempt): Promise<Search> => {
  const enoughMb = Math.ceil(guessMb * 2 + 256);
  const highestMb = Math.min(enoughMb, Math.floor(ceiling.bytes / megabyte));
  if (highestMb < 1) return { floor: null, reason: `no limit can be tried, since ${ceiling.reason}` };
  try {
    const floor = await searchLimit(guessMb * 0.9, highestMb, attempt);
    if (floor.limitMb !== null) return { floor, reason: null };
    const why = highestMb < enoughMb ? `, and none above can be tried, since ${ceiling.reason}` : '';
    return {
      floor,
      reason: `no limit up to ${highestMb} MiB was survived three times out of three${why}`,
    };
  } catch (thrown) {
    if (thrown instanceof Unexplained) return { floor: null, reason: thrown.message };
    throw thrown;
  }
};
