import { type HttpHandler, http } from 'msw/http';
import type { ServicesBehaviour } from '../record/services-behaviour.ts';
import { openChurn } from '../workload/churn.ts';
import type { Workload } from '../workload/workload.ts';
import { type ChunkSource, chunkBytes, freshChunks } from './chunk-source.ts';
import { couchHandlers } from './couch.ts';
import { createDelivery, type Deliver } from './deliver.ts';
import { notServed } from './errors.ts';
import { type Clock, systemClock } from './latency.ts';
import { type Ledger, ledgerHandlers } from './ledger.ts';
import { reqMgrHandlers } from './reqmgr.ts';
import { wmStatsHandlers } from './wmstats.ts';

export interface ServicesContext {
  readonly workload: Workload;
  readonly behaviour: ServicesBehaviour;
  readonly ledger: Ledger;
  /** The system's clock by default. */
  readonly clock?: Clock;
  /** Fresh chunks by default; recycled ones only for a reader that is done with a chunk before it asks for the next. */
  readonly chunks?: ChunkSource;
}

/** The services as msw handlers, for any origin. Other paths match none of them. */
export const createHandlers = (context: ServicesContext): HttpHandler[] =>
  handlersOf(context.ledger, deliveryOf(context));

/** The same for an origin of their own: other paths are answered with the front end's 404. */
export const createOriginHandlers = (context: ServicesContext): HttpHandler[] => {
  const deliver = deliveryOf(context);
  return [...handlersOf(context.ledger, deliver), http.all('*', deliver(notServed))];
};

const handlersOf = (ledger: Ledger, deliver: Deliver): HttpHandler[] => [
  ...reqMgrHandlers(deliver),
  ...couchHandlers(deliver),
  ...wmStatsHandlers(deliver),
  ...ledgerHandlers(ledger),
];

const deliveryOf = ({
  workload,
  behaviour,
  ledger,
  clock = systemClock,
  chunks = freshChunks(chunkBytes),
}: ServicesContext): Deliver => {
  const { profile, seed } = workload;
  const workloadAt = behaviour.churn === null ? () => workload : openChurn(profile, seed, behaviour.churn).at;
  return createDelivery({ behaviour, workloadAt, seed, ledger, clock, chunks });
};
