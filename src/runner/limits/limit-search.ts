import type { LimitTry } from '../../record/messages/subject-report.ts';

/** How one try under a limit of memory ended; a reason for each way of not surviving. */
export type Survival = { readonly survived: true } | { readonly survived: false; readonly reason: string };

export interface LowestLimit {
  /** The lowest limit that survived every try, whole MB (of 2^20 bytes, as V8 counts); null if the highest did not. */
  readonly limitMb: number | null;
  /** In the order in which they were tried. */
  readonly probes: readonly LimitTry[];
}

const triesEach = 3;
/** A try that takes this many times as long as one without a limit makes no progress: it collects or reclaims all the time. */
const thrashingFactor = 8;
/** A start takes a fraction of a second, and many times that where other work has the machine. */
const shortestTimeoutMs = 60_000;
const megabyte = 2 ** 20;

/**
 * The lowest limit, of the heap or of a container, that is survived three times out of three. A limit is no clean threshold: a little below the
 * lowest, some tries survive, which is why one survivor proves nothing (the minimum-heap method of the DaCapo suite,
 * S. Blackburn et al., OOPSLA 2006, made strict). From a guess the search steps down by a quarter while limits survive, or
 * up while they do not, and halves the bracket until it is 1 MB or 2 % wide.
 *
 * @param guessMb from 1
 * @param highestMb a limit beyond which the search gives up
 * @param attempt runs once under a limit; a limit is given up at its first death
 */
export const searchLimit = async (
  guessMb: number,
  highestMb: number,
  attempt: (limitMb: number) => Promise<Survival>,
): Promise<LowestLimit> => {
  const probes: LimitTry[] = [];
  const survives = async (limitMb: number): Promise<boolean> => {
    const probe = await tryLimit(limitMb, attempt);
    probes.push(probe);
    return probe.survived === triesEach;
  };
  let dies = 0;
  let lives: number | null = null;
  let limit = Math.min(Math.max(1, Math.round(guessMb)), highestMb);
  while (lives === null || dies === 0) {
    if (await survives(limit)) {
      lives = limit;
      if (limit === 1) break;
      if (dies === 0) limit = Math.max(1, Math.floor(limit * 0.75));
    } else {
      dies = Math.max(dies, limit);
      if (lives !== null) break;
      if (limit >= highestMb) return { limitMb: null, probes };
      limit = Math.min(highestMb, Math.ceil(limit * 1.25) + 1);
    }
  }
  while (lives - dies > Math.max(1, lives * 0.02)) {
    const middle = Math.floor((lives + dies) / 2);
    if (await survives(middle)) lives = middle;
    else dies = middle;
  }
  return { limitMb: lives, probes };
};

/** @returns milliseconds after which a try under a limit is given up */
export const timeoutUnderLimit = (unlimitedMs: number): number =>
  Math.ceil(Math.max(shortestTimeoutMs, thrashingFactor * unlimitedMs));

/** Tries one limit as often as it takes: a death ends it. */
export const tryLimit = async (
  limitMb: number,
  attempt: (limitMb: number) => Promise<Survival>,
): Promise<LimitTry> => {
  for (let survived = 0; survived < triesEach; survived++) {
    const end = await attempt(limitMb);
    if (!end.survived) {
      return { limitBytes: limitMb * megabyte, tries: survived + 1, survived, endings: [end.reason] };
    }
  }
  return { limitBytes: limitMb * megabyte, tries: triesEach, survived: triesEach, endings: [] };
};
