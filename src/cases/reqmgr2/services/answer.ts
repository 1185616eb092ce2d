import type { HttpResponseResolver } from 'msw/http';
import { type DescribedBody, describedResponse } from '../../../services/delivery/described.ts';
import type { Workload } from '../workload/workload.ts';
import { type Body, firstHalfOf, measureBody, renderBody } from './body.ts';

/** What a service answers. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** For a service that tells the length of what it sends. */
  readonly sized?: {
    readonly limit: number;
    readonly within: () => { readonly headers: Headers } | { readonly instead: Answer };
    readonly beyond: Headers;
  };
}

type Headers = Readonly<Record<string, string>>;

/** Told with its length, whatever that is. */
export const whole: NonNullable<Answer['sized']> = {
  limit: Number.POSITIVE_INFINITY,
  within: () => ({ headers: {} }),
  beyond: {},
};

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
    const answer = await answerer({
      request,
      url: new URL(request.url),
      workload: workloadFor(request),
    });
    return describedResponse(answer, described(answer));
  };

const described = ({ body, sized }: Pick<Answer, 'body' | 'sized'>): DescribedBody => {
  let known: { readonly upTo: number; readonly found: ReturnType<typeof measureBody> } | undefined;
  return {
    measure: (upTo = Number.POSITIVE_INFINITY) => {
      // What was counted to its end needs no second look, nor what is known to be more than is asked about.
      if (known === undefined || (known.found.bytes > known.upTo && known.upTo < upTo)) {
        known = { upTo, found: measureBody(body, upTo) };
      }
      return known.found;
    },
    chunks: (source) => renderBody(body, source),
    firstHalf: () => described({ body: firstHalfOf(body) }),
    ...(sized && {
      sized: {
        ...sized,
        within: () => {
          const found = sized.within();
          if ('headers' in found) return found;
          const { status, headers } = found.instead;
          return { instead: { status, headers, body: described(found.instead) } };
        },
      },
    }),
  };
};

/** The last part of a path, decoded; as it stands if it cannot be decoded. */
export const lastSegment = ({ pathname }: URL): string => {
  const segment = pathname.slice(pathname.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch (thrown) {
    if (thrown instanceof URIError) return segment;
    throw thrown;
  }
};
