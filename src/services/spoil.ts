import type { FaultKind, FaultRule } from '../record/services-behaviour.ts';
import type { Answer } from './answer.ts';
import { type Body, measureBody, repeatable } from './body.ts';
import { internalError, serviceUnavailable, signInPage, tooManyRequests } from './errors.ts';

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
      return { type: 'answer', answer: { ...answer, body: firstHalfOf(answer.body) } };
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

/** Half of the items, at least one if there is any, and no end. */
const firstHalfOf = (body: Body): Body => {
  let count = 0;
  for (const _ of body.items) count += 1;
  const kept = Math.ceil(count / 2);
  return {
    ...body,
    frame: { ...body.frame, last: '', tail: '' },
    items: repeatable(function* () {
      let n = 0;
      for (const item of body.items) {
        if (n === kept) return;
        n += 1;
        yield item;
      }
    }),
  };
};

/**
 * The chunks of a body, spoilt in the middle of its bytes.
 * @throws ConnectionReset in that place, for `reset-in-body`
 */
export async function* spoilChunks(
  chunks: Iterable<Buffer>,
  body: Body,
  fault: BodyFault,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  const middle = Math.floor(measureBody(body).bytes / 2);
  let sent = 0;
  for (const chunk of chunks) {
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
