import { amount, count, countFrom, listOf, type Of, objectOf, oneOf, text } from '../shape.ts';

/** The load on a server, as a scenario says it. */
export const loadShape = objectOf({
  /** In turn; `{n}` stands for the number of the request, from 1, those of the warm-up counted before. */
  paths: listOf(text, 'paths'),
  requests: countFrom(1),
  connections: countFrom(1),
  /** Requests that come first, and count in no figure but the peak. */
  warmup: count,
  /** Seconds until a request without an answer is an error. */
  timeout: amount,
  /** What becomes of a sample with a request that was not answered with 2xx: it fails, or its figures stand with the number of them. */
  errors: oneOf(['fail', 'count']),
});
export type Load = Of<typeof loadShape>;
