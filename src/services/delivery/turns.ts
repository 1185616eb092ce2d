/** Places that are taken in turns. */
export interface Turns {
  /**
   * Waits for a place, in the order of the calls. What is returned gives it back; only the first call counts. Rejects
   * with the signal's reason when that is aborted before a place is free.
   */
  readonly take: (signal: AbortSignal) => Promise<() => void>;
}

/** @param places how many there are; null: no limit */
export const createTurns = (places: number | null): Turns => {
  let free = places ?? Number.POSITIVE_INFINITY;
  const waiting = new Set<() => void>();
  const next = (): void => {
    const [first] = waiting;
    if (first === undefined) free += 1;
    else {
      waiting.delete(first);
      first();
    }
  };
  const placeToGiveBack = (): (() => void) => {
    let isHeld = true;
    return () => {
      if (isHeld) next();
      isHeld = false;
    };
  };
  return {
    take: async (signal) => {
      signal.throwIfAborted();
      if (free > 0) free -= 1;
      else await turnIn(waiting, signal);
      return placeToGiveBack();
    },
  };
};

const turnIn = (waiting: Set<() => void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = (): void => {
      waiting.delete(turn);
      reject(signal.reason);
    };
    const turn = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    signal.addEventListener('abort', leave, { once: true });
    waiting.add(turn);
  });
