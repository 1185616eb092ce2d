import type { HttpHandler } from 'msw/http';
import type { Surveyed } from '../scenario/case.ts';

/** A case's module for the services' process. */
export interface ServicesModule {
  readonly default: CaseServices;
  /** What must be waited for before it serves, made of the data: given to the default export in its place. */
  readonly load?: (data: unknown) => Promise<unknown>;
  /** What there is, of a case whose services are asked. */
  readonly survey?: (data: unknown) => Promise<Surveyed>;
}

/** What the services process knows of a case: the default export of the case's module for it. */
export type CaseServices = (data: unknown, tools: ServicesTools) => ServedCase;

export interface ServicesTools {
  /** The number of a request in its sample, from 1, in the order of arrival: for data that change from request to request. */
  readonly numberOf: (request: Request) => number;
  /** Notes that a request could not be answered. @param message a sentence that names it */
  readonly failed: (message: string) => void;
}

export interface ServedCase {
  /**
   * For any origin. Each may answer with any Response; `describedResponse` makes one of which latency, limits and faults
   * know size and items beforehand.
   */
  readonly handlers: readonly HttpHandler[];
  /** Nobody knows these handlers: it is watched whether they answer the same in each sample of a row. */
  readonly isWatched?: true;
  /** Does once what the first client would otherwise wait for. */
  readonly warmUp: () => void;
}
