import { z } from 'zod';
import { faultKinds } from '../faults.ts';
import { amount, count, countFrom, flag, listOf, type Of, objectOf, oneOf, text } from '../shape.ts';

const probability = z.number({ error: 'a number' }).min(0, { error: 'a number from 0 to 1' }).max(1, {
  error: 'a number from 0 to 1',
});

/** Milliseconds before the first byte of an answer: fixed + perDocument × documents + perByte × bytes, then jitter. */
const latencyShape = objectOf({
  fixed: amount,
  perDocument: amount,
  perByte: amount,
  /** The answer's latency is multiplied by a seeded random factor between 1 - jitter and 1 + jitter; 0 to 1. */
  jitter: probability,
});
export type Latency = Of<typeof latencyShape>;

/**
 * Caches that are cold: the first answer of a sample waits `time` ms longer, and each one after it a `requests`th of that
 * less, so that answer number `requests` + 1 waits as always.
 */
const slowStartShape = objectOf({ requests: count, time: amount });
export type SlowStart = Of<typeof slowStartShape>;

/** Beyond either, the front end answers 502 with a page of HTML in place of the answer. Null: no limit. */
const answerLimitShape = objectOf({
  /** Milliseconds until the answer begins: its latency. */
  time: amount.nullable(),
  /** Bytes of its body, uncompressed. */
  bytes: amount.nullable(),
});
export type AnswerLimit = Of<typeof answerLimitShape>;

/** Which requests are answered with a fault. All numbers count from 1 and start anew with each sample. */
const faultRuleShape = objectOf({
  kind: oneOf(faultKinds),
  /** What the path and query begin with; `*` stands for any text. The empty text selects every request. */
  path: text,
  /** Of the requests that `path` selects: these, or each with a seeded probability. */
  when: z.union([z.object({ at: listOf(countFrom(1), 'numbers') }), z.object({ probability })], {
    error: '"at" or "probability"',
  }),
  /** At most so many faults of this rule in a sample; null: no limit. */
  times: amount.nullable(),
  /** Seconds in the header Retry-After of faults that may have it; null: no such header. */
  retryAfter: amount.nullable(),
});
export type FaultRule = Of<typeof faultRuleShape>;

/** How many items, on average, change from one request to the next; 0 and above. */
const churnShape = objectOf({
  /** Go on to the next status of their road. */
  change: amount,
  /** Are new. */
  appear: amount,
  /** Are gone. */
  vanish: amount,
});
export type ChurnRates = Of<typeof churnShape>;

/** How the services behave beyond answering: the `services` section of a scenario, defaults filled in. Times in ms. */
export const servicesShape = objectOf({
  /** What every wait of the services is multiplied by: with 0.1 they take a tenth of the time that the scenario says. */
  clock: amount,
  latency: latencyShape,
  slowStart: slowStartShape,
  /** Bytes a second at which each answer travels, each by itself; null: as fast as it can. */
  bandwidth: amount.nullable(),
  /** The longest request line that the front end lets through, in bytes; 414 beyond it. Null: no limit. */
  requestLineLimit: amount.nullable(),
  answerLimit: answerLimitShape,
  /**
   * Requests that are worked on at once; the others wait for their turn in the order of their arrival, as they do in
   * Apache's backlog. An idle connection takes no place. Null: no limit.
   */
  connections: amount.nullable(),
  /** Compress answers for clients that accept gzip. */
  gzip: flag,
  faults: listOf(faultRuleShape, 'faults'),
  /** Null: the workload stays as it is. */
  churn: churnShape.nullable(),
});
export type ServicesBehaviour = Of<typeof servicesShape>;

/** What the real services do at their best: answer at once. */
export const promptServices: ServicesBehaviour = {
  clock: 1,
  latency: { fixed: 0, perDocument: 0, perByte: 0, jitter: 0 },
  slowStart: { requests: 0, time: 0 },
  bandwidth: null,
  requestLineLimit: null,
  answerLimit: { time: null, bytes: null },
  connections: null,
  gzip: false,
  faults: [],
  churn: null,
};
