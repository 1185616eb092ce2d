import type { HttpResponseResolver } from 'msw/http';
import { type DescribedBody, describedResponse } from '../../../services/delivery/described.ts';
import type { Workload } from '../workload/workload.ts';
import { type Body, firstHalfOf, measureBody, renderBody } from './body.ts';

/** What a service answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

export interface Asked {
  readonly request: Request;
  /** Target and query of the request. */
  readonly url: URL;
  /** As this request finds it; the next one may find another. */
  readonly workload: Workload;
}

export type Answerer = (asked: Asked) => Answer | Promise<Answer>;

/** What a service answers, as a resolver of msw's. */
export type Resolve = (answerer: Answerer) => HttpResponseResolver;

export const resolveOver =
  (workloadFor: (request: Request) => Workload): Resolve =>
  (answerer) =>
  async ({ request }) => {
    const { body, ...init } = await answerer({
      request,
      url: new URL(request.url),
      workload: workloadFor(request),
    });
    return describedResponse(init, described(body));
  };

const described = (body: Body): DescribedBody => ({
  measure: () => measureBody(body),
  chunks: (source) => renderBody(body, source),
  firstHalf: () => described(firstHalfOf(body)),
});
