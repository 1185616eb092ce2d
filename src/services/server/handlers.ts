import { type HttpHandler, http } from 'msw/http';
import { getResponse } from 'msw/utils/get-response';
import type { ServicesBehaviour } from '../../record/journal/services-behaviour.ts';
import type { ServedCase, ServicesTools } from '../case.ts';
import { createAnswerWatch, watchHandlers } from '../delivery/answer-watch.ts';
import { type ChunkSource, chunkBytes, freshChunks } from '../delivery/chunk-source.ts';
import { createDelivery, type Respond } from '../delivery/deliver.ts';
import { describedResponse } from '../delivery/described.ts';
import { notServed } from '../delivery/front-end.ts';
import { type Clock, systemClock } from '../delivery/latency.ts';
import { type Ledger, ledgerHandlers } from '../delivery/ledger.ts';

export interface ServicesContext {
  /** What is served; asked once. */
  readonly serve: (tools: ServicesTools) => ServedCase;
  readonly behaviour: ServicesBehaviour;
  /** Of latencies' jitter and faults. */
  readonly seed: number;
  readonly ledger: Ledger;
  /** The system's clock by default. */
  readonly clock?: Clock;
  /** Fresh chunks by default; recycled ones only for a reader that is done with a chunk before it asks for the next. */
  readonly chunks?: ChunkSource;
}

interface Served {
  readonly respond: Respond;
  readonly warmUp: () => void;
}

/** The services, for any origin; nothing answers a path that is not theirs. */
export const openServices = (context: ServicesContext): Served => {
  const { serve, ledger, clock = systemClock, chunks = freshChunks(chunkBytes) } = context;
  const numbers = new WeakMap<Request, number>();
  const watch = createAnswerWatch();
  const { handlers, warmUp, isWatched } = serve({
    numberOf: (request) => numbers.get(request) ?? 1,
    failed: watch.failed,
  });
  const ofCase = [...handlers];
  const uncounted = [...ledgerHandlers(ledger), ...watchHandlers(watch)];
  const options = { ...context, clock, chunks, ...(isWatched && { watch }) };
  const deliver = createDelivery(options, (request, number) => {
    numbers.set(request, number);
    return getResponse(ofCase, request);
  });
  return { respond: async (request) => (await getResponse(uncounted, request)) ?? deliver(request), warmUp };
};

/** The services as msw handlers. */
export const createHandlers = (context: ServicesContext): HttpHandler[] => {
  const { respond } = openServices(context);
  return [http.all('*', ({ request }) => respond(request))];
};

/** The case's answers, and for other paths the front end's 404. */
export const atOrigin =
  (serve: ServicesContext['serve']): ServicesContext['serve'] =>
  (tools) => {
    const served = serve(tools);
    return { ...served, handlers: [...served.handlers, http.all('*', nothingHere)] };
  };

const nothingHere = (): Response => {
  const { body, ...init } = notServed();
  return describedResponse(init, body);
};
