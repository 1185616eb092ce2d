import type { FaultKind } from '../../record/faults.ts';
import type { FaultRule } from '../../record/journal/services-behaviour.ts';
import { type Answer, type Chunks, isDescribed, lengthless } from './described.ts';
import { internalError, serviceUnavailable, signInPage, tooManyRequests } from './front-end.ts';

/** The fault of a connection that breaks: whoever sends the body resets it. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

/** Faults that spoil the bytes of a body, in their middle. */
type BodyFault = Extract<FaultKind, 'reset-in-body' | 'truncated' | 'invalid-json' | 'stall'>;

/** An answer as a fault leaves it. */
export type SpoiltAnswer =
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'spoilt-body'; readonly answer: Answer; readonly fault: BodyFault }
  /** None: the connection is reset. */
  | { readonly type: 'reset' };

/**
 * @param fault null leaves the answer as it is
 * @param clock what Retry-After is multiplied by, like every wait; rounded up, since it is in whole seconds
 */
export const spoilAnswer = (fault: FaultRule | null, answer: Answer, clock: number): SpoiltAnswer => {
  if (fault === null) return { type: 'answer', answer };
  const { retryAfter } = fault;
  return effects[fault.kind].spoil(answer, (page) => withRetryAfter(page, retryAfter, clock));
};

interface Effect {
  /** Whether it may need the body's middle, and so its size. */
  readonly needsSize: boolean;
  readonly spoil: (answer: Answer, retried: (page: Answer) => Answer) => SpoiltAnswer;
}

const instead = (answer: Answer): SpoiltAnswer => ({ type: 'answer', answer });
const inBody = (fault: BodyFault): Effect => ({
  needsSize: true,
  spoil: (answer) => ({ type: 'spoilt-body', answer, fault }),
});

const effects: Readonly<Record<FaultKind, Effect>> = {
  'status-500': { needsSize: false, spoil: () => instead(internalError()) },
  'status-503': { needsSize: false, spoil: (_, retried) => instead(retried(serviceUnavailable())) },
  'status-429': { needsSize: false, spoil: (_, retried) => instead(retried(tooManyRequests())) },
  html: { needsSize: false, spoil: () => instead(signInPage()) },
  reset: { needsSize: false, spoil: () => ({ type: 'reset' }) },
  'reset-in-body': inBody('reset-in-body'),
  truncated: inBody('truncated'),
  'truncated-at-document': { needsSize: true, spoil: (answer) => cutAtItem(answer) },
  'invalid-json': inBody('invalid-json'),
  stall: inBody('stall'),
};

const withRetryAfter = (answer: Answer, seconds: number | null, clock: number): Answer =>
  seconds === null
    ? answer
    : { ...answer, headers: { ...answer.headers, 'retry-after': String(Math.ceil(seconds * clock)) } };

/** Cut behind an item; a body of which no items are known, in its middle. */
const cutAtItem = (answer: Answer): SpoiltAnswer => {
  const half = isDescribed(answer.body) ? answer.body.firstHalf?.() : undefined;
  return half === undefined
    ? { type: 'spoilt-body', answer, fault: 'truncated' }
    : { type: 'answer', answer: { ...answer, headers: lengthless(answer.headers), body: half } };
};

/** Whether a fault may need the body's middle, and so its size. */
export const spoilsBody = (fault: FaultRule | null): boolean =>
  fault !== null && effects[fault.kind].needsSize;

/**
 * The chunks of a body, spoilt in the middle of its bytes.
 * @throws ConnectionReset in that place, for `reset-in-body`
 */
export async function* spoilChunks(
  chunks: Chunks,
  bytes: number,
  fault: BodyFault,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  const middle = Math.floor(bytes / 2);
  let sent = 0;
  for await (const chunk of chunks) {
    const at = middle - sent;
    sent += chunk.length;
    if (at < 0 || at >= chunk.length) {
      yield chunk;
    } else if (fault === 'invalid-json') {
      chunk[at] = 0;
      yield chunk;
    } else {
      yield chunk.subarray(0, at);
      await behindMiddle[fault](signal);
      return;
    }
  }
}

/** What comes behind the middle of a body that ends there. */
const behindMiddle: Readonly<
  Record<Exclude<BodyFault, 'invalid-json'>, (signal: AbortSignal) => Promise<void>>
> = {
  'reset-in-body': async () => {
    throw new ConnectionReset();
  },
  truncated: async () => {},
  stall: (signal) => aborted(signal),
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
