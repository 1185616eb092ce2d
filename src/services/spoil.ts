import type { FaultKind, FaultRule } from '../record/services-behaviour.ts';
import { type Answer, type Chunks, isDescribed } from './described.ts';
import { internalError, serviceUnavailable, signInPage, tooManyRequests } from './front-end.ts';

/** The fault of a connection that breaks: whoever sends the body resets it. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

/** What a fault does to the bytes of a body. */
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
  const { kind, retryAfter } = fault;
  switch (kind) {
    case 'status-500':
      return { type: 'answer', answer: internalError() };
    case 'status-503':
      return { type: 'answer', answer: withRetryAfter(serviceUnavailable(), retryAfter, clock) };
    case 'status-429':
      return { type: 'answer', answer: withRetryAfter(tooManyRequests(), retryAfter, clock) };
    case 'html':
      return { type: 'answer', answer: signInPage() };
    case 'truncated-at-document':
      return cutAtItem(answer);
    case 'reset':
      return { type: 'reset' };
    default:
      return { type: 'spoilt-body', answer, fault: kind };
  }
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
    : { type: 'answer', answer: { ...answer, body: half } };
};

/** Whether a fault may need the body's middle, and so its size. */
export const spoilsBody = (fault: FaultRule | null): boolean =>
  fault !== null &&
  ['reset-in-body', 'truncated', 'truncated-at-document', 'invalid-json', 'stall'].includes(fault.kind);

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
      if (fault === 'reset-in-body') throw new ConnectionReset();
      if (fault === 'stall') await aborted(signal);
      return;
    }
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
