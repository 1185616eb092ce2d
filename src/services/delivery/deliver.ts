import type { FaultRule, ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import { limitAnswer } from './answer-limit.ts';
import type { AnswerWatch } from './answer-watch.ts';
import type { ChunkSource } from './chunk-source.ts';
import { type Answer, answerOf } from './described.ts';
import { createFaults } from './faults.ts';
import { requestLineTooLong } from './front-end.ts';
import { type Clock, createLatency, scaledClock } from './latency.ts';
import type { Ledger } from './ledger.ts';
import { createSender } from './send.ts';
import { spoilAnswer, spoilsBody } from './spoil.ts';
import { createTurns } from './turns.ts';

/** What answers a request; undefined where nothing is served. */
export type Respond = (request: Request) => Promise<Response | undefined>;

export interface DeliveryOptions {
  readonly behaviour: ServicesBehaviour;
  readonly seed: number;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly chunks: ChunkSource;
  /** Sees each answer that no fault spoils. */
  readonly watch?: AnswerWatch;
}

/**
 * Sends what is answered the way the services behave, whoever made the Response. Every answer is counted in the ledger from
 * the arrival of its request until its body has ended or was given up.
 *
 * @param respond given the number of the request in its sample, too
 */
export const createDelivery = (
  options: DeliveryOptions,
  respond: (request: Request, number: number) => Promise<Response | undefined>,
): Respond => {
  const { behaviour, seed, ledger, watch } = options;
  const clock = scaledClock(options.clock, behaviour.clock);
  const turns = createTurns(behaviour.connections);
  const latencyOf = createLatency(behaviour.latency, behaviour.slowStart, seed);
  const faultsOf = ledger.perSample(() => createFaults(behaviour.faults, seed));
  const send = createSender({ ...options, clock });

  const answerTo = async (
    request: Request,
    { number, fault }: { readonly number: number; readonly fault: FaultRule | null },
  ): Promise<Answer | null> => {
    if (isTooLong(request, behaviour)) return requestLineTooLong();
    const response = await respond(request, number);
    if (response === undefined) return null;
    const answer = await answerOf(response, needsSize(behaviour) || spoilsBody(fault));
    return fault === null && watch !== undefined ? watch.over(request, answer) : answer;
  };

  return async (request) => {
    const { signal } = request;
    const exchange = ledger.open();
    // Told before anything is waited for: it is the order of arrival that requests are numbered in.
    const fault = faultsOf(exchange).next(targetOf(request));
    let leave = (): void => {};
    const end = (): void => {
      exchange.end();
      leave();
    };
    signal.addEventListener('abort', end, { once: true });
    try {
      leave = await turns.take(signal);
      const since = clock.now();
      const whole = await answerTo(request, { number: exchange.number, fault });
      if (whole === null) {
        end();
        return undefined;
      }
      const { answer, latency } = limitAnswer(
        whole,
        latencyOf(whole.body, exchange.number),
        behaviour.answerLimit,
      );
      const wait = latency - (clock.now() - since);
      if (wait > 0) await clock.sleep(wait, signal);
      if (fault !== null) exchange.faulted();
      return await send(request, spoilAnswer(fault, answer, behaviour.clock), { ...exchange, end });
    } catch (thrown) {
      end();
      throw thrown;
    }
  };
};

const targetOf = ({ url }: Request): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** `METHOD TARGET HTTP/1.1`, the target as URLs write it: what a client sent unescaped counts as escaped. */
const isTooLong = (request: Request, { requestLineLimit }: ServicesBehaviour): boolean =>
  requestLineLimit !== null && `${request.method} ${targetOf(request)} HTTP/1.1`.length > requestLineLimit;

const needsSize = ({ latency, answerLimit }: ServicesBehaviour): boolean =>
  latency.perByte > 0 || answerLimit.bytes !== null;
