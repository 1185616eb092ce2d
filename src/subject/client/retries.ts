import { setTimeout } from 'node:timers/promises';
import type { RetryPolicy } from '../../record/messages/subject.ts';
import { ServiceError } from './service-error.ts';

/**
 * Sends requests again that failed in passing. Every request of the clients only reads, so each may be repeated.
 *
 * Not undici's own `interceptors.retry`: it repeats a body that died midway by a range, which these services do not
 * offer, cannot see that an answer with a good status is a page of HTML or no JSON, and counts nothing.
 */
export interface Retries {
  /**
   * The first attempt that succeeds. What cannot be cured by a repetition is thrown as it is; after the last attempt a
   * `ServiceError` says how many there were. An aborted signal ends the waiting with its reason.
   */
  readonly run: <T>(attempt: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Attempts beyond the first, of all requests so far. */
  readonly count: () => number;
}

/** Time and chance, for tests to replace. */
export interface Waiting {
  /** Rejects when the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 up to 1, without 1. */
  readonly random: () => number;
}

const realWaiting: Waiting = {
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
  random: Math.random,
};

export const createRetries = (policy: RetryPolicy, waiting: Waiting = realWaiting): Retries => {
  let repeated = 0;
  return {
    count: () => repeated,
    run: async (attempt, signal) => {
      for (let attempts = 1; ; attempts++) {
        try {
          return await attempt();
        } catch (thrown) {
          if (!(thrown instanceof ServiceError)) throw thrown;
          if (attempts >= attemptsFor(thrown, policy)) throw thrown.after(attempts);
          await pause(waitBefore(thrown, attempts, policy, waiting.random), signal, waiting);
        }
        repeated += 1;
      }
    },
  };
};

/** Every request is sent once. */
export const noRetries: Retries = createRetries({ attempts: 1, base: 0, longest: 0 });

/** What a front end or a busy service answers, and may not answer a moment later. */
const passingStatuses = [429, 500, 502, 503, 504];

/** The service is restarting, or has closed the connection. A name that is not found or a bad certificate stays so. */
const passingCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** A service that wants to be left alone for longer than we would wait is not asked again sooner. */
const attemptsFor = (error: ServiceError, { attempts, longest }: RetryPolicy): number =>
  askedFor(error) > longest ? 1 : Math.min(attempts, worthOf(error));

/** How long the service wants to be left alone, milliseconds; 0 where it does not say. */
const askedFor = ({ failure }: ServiceError): number =>
  failure.kind === 'status' ? (failure.retryAfter ?? 0) : 0;

/**
 * How often a request that failed like this is worth sending. An answer that came whole and is wrong gets one more
 * chance: a proxy's page passes, a wrong path does not. A timeout gets none, having waited long already.
 */
const worthOf = ({ failure, causeCode }: ServiceError): number => {
  switch (failure.kind) {
    case 'status':
      return passingStatuses.includes(failure.status) ? Number.POSITIVE_INFINITY : 1;
    case 'connection':
      return passingCodes.includes(causeCode) ? Number.POSITIVE_INFINITY : 1;
    case 'broken-body':
      return failure.isWhole ? 2 : Number.POSITIVE_INFINITY;
    case 'html':
      return 2;
    case 'timeout':
    case 'too-long':
    case 'unexpected-answer':
      return 1;
  }
};

/**
 * Milliseconds: anything up to a bound that doubles ("full jitter", M. Brooker, Exponential Backoff And Jitter, AWS
 * Architecture Blog 2015), so that clients which failed together do not come back together; beyond what the service asked
 * for, where it did.
 */
const waitBefore = (
  error: ServiceError,
  attempts: number,
  { base, longest }: RetryPolicy,
  random: () => number,
): number => askedFor(error) + random() * Math.min(longest, base * 2 ** (attempts - 1));

const pause = async (milliseconds: number, signal: AbortSignal, { sleep }: Waiting): Promise<void> => {
  try {
    await sleep(milliseconds, signal);
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  }
};

/** The header Retry-After in milliseconds from now (RFC 9110, 10.2.3: seconds or a date); null where it says neither. */
export const retryAfterOf = (header: string | undefined, now: number): number | null => {
  if (header === undefined) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const until = Date.parse(header);
  return Number.isNaN(until) ? null : Math.max(0, until - now);
};
