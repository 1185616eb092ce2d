export interface Flight {
  /** Answers that may exist at once: under way, waiting, or being consumed. */
  readonly limit: number;
  /** Ends everything that is under way when it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * What `fetch` finds for each request, answers as they come. The next request begins only when the consumer is done with
 * an answer, so that never more than `limit` answers are held; with a limit of 1, one after the other. When one fails, or
 * the consumer leaves early, the signal that `fetch` is given ends the others, and how they end is not told.
 *
 * Promise.race would do in fewer lines, but each race stays tied to the slowest of its promises, and would keep the
 * winner's answer alive for as long as that one is under way. Nor are the answers yielded whole: a loop over them would
 * hold each until it has the next.
 */
export async function* inFlight<Request, Item>(
  requests: Iterable<Request>,
  { limit, signal }: Flight,
  fetch: (request: Request, signal: AbortSignal) => Promise<Iterable<Item>>,
): AsyncGenerator<Item> {
  const leaving = new AbortController();
  const ends = AbortSignal.any([signal, leaving.signal]);
  const queue = requests[Symbol.iterator]();
  const settled: (() => Iterable<Item>)[] = [];
  let underWay = 0;
  let wake = (): void => {};

  const settle = (outcome: () => Iterable<Item>): void => {
    underWay -= 1;
    settled.push(outcome);
    wake();
  };
  const fail = (thrown: unknown): void =>
    settle(() => {
      throw thrown;
    });
  const begin = (): void => {
    const next = queue.next();
    if (next.done === true) return;
    underWay += 1;
    fetch(next.value, ends).then((items) => settle(() => items), fail);
  };

  try {
    for (let i = 0; i < limit; i++) begin();
    while (underWay + settled.length > 0) {
      if (settled.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      yield* (settled.shift() as () => Iterable<Item>)();
      begin();
    }
  } finally {
    leaving.abort();
  }
}
