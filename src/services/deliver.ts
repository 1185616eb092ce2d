import type { HttpResponseResolver } from 'msw/http';
import type { ServicesBehaviour } from '../record/services-behaviour.ts';
import type { Workload } from '../workload/workload.ts';
import type { Answerer } from './answer.ts';
import { type LimitedAnswer, limitAnswer } from './answer-limit.ts';
import type { ChunkSource } from './chunk-source.ts';
import { requestLineTooLong } from './errors.ts';
import { createFaults } from './faults.ts';
import { type Clock, createLatency, scaledClock } from './latency.ts';
import type { Ledger } from './ledger.ts';
import { createSender } from './send.ts';
import { spoilAnswer } from './spoil.ts';
import { createTurns } from './turns.ts';

/** Turns what a service answers into a resolver that sends it the way the services behave. */
export type Deliver = (answerer: Answerer) => HttpResponseResolver;

export interface DeliveryOptions {
  readonly behaviour: ServicesBehaviour;
  /** The workload that the nth request of a sample finds. */
  readonly workloadAt: (request: number) => Workload;
  readonly seed: number;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly chunks: ChunkSource;
}

/** Every answer is counted in the ledger from the arrival of its request until its body has ended or was given up. */
export const createDelivery = (options: DeliveryOptions): Deliver => {
  const { behaviour, workloadAt, seed, ledger } = options;
  const clock = scaledClock(options.clock, behaviour.clock);
  const turns = createTurns(behaviour.connections);
  const latencyOf = createLatency(behaviour.latency, behaviour.slowStart, seed);
  const faultsOf = ledger.perSample(() => createFaults(behaviour.faults, seed));
  const send = createSender({ ...options, clock });

  const answerTo = async (
    answerer: Answerer,
    request: Request,
    url: URL,
    number: number,
  ): Promise<LimitedAnswer> => {
    const { requestLineLimit } = behaviour;
    const isTooLong = requestLineLimit !== null && requestLineBytes(request, url) > requestLineLimit;
    const answer = isTooLong
      ? requestLineTooLong()
      : await answerer({ request, url, workload: workloadAt(number) });
    return limitAnswer(answer, latencyOf(answer.body, number), behaviour.answerLimit);
  };

  return (answerer) =>
    async ({ request }) => {
      const { signal } = request;
      const exchange = ledger.open();
      const url = new URL(request.url);
      // Told before anything is waited for: it is the order of arrival that requests are numbered in.
      const fault = faultsOf(exchange).next(url.pathname + url.search);
      let leave = (): void => {};
      const end = (): void => {
        exchange.end();
        leave();
      };
      signal.addEventListener('abort', end, { once: true });
      try {
        leave = await turns.take(signal);
        const since = clock.now();
        const { answer, latency } = await answerTo(answerer, request, url, exchange.number);
        const wait = latency - (clock.now() - since);
        if (wait > 0) await clock.sleep(wait, signal);
        if (fault !== null) exchange.faulted();
        const spoilt = spoilAnswer(fault, answer, behaviour.clock);
        return send(request, spoilt, { ...exchange, end });
      } catch (thrown) {
        end();
        throw thrown;
      }
    };
};

/** `METHOD TARGET HTTP/1.1`, the target as URLs write it: what a client sent unescaped counts as escaped. */
const requestLineBytes = ({ method }: Request, { pathname, search }: URL): number =>
  `${method} ${pathname}${search} HTTP/1.1`.length;
