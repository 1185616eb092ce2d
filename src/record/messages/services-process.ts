import type { z } from 'zod';
import type { MetricReadBy } from '../metrics.ts';
import { count, countFrom, flag, name, type Of, objectOf, text } from '../shape.ts';

/** What the services' process tells the harness. The services load the types alone. */

/** The line that it prints as soon as requests are answered. */
export const readyShape = objectOf({
  /** Without a slash at the end. */
  url: name,
  pid: countFrom(1),
});
export type ReadyMessage = Of<typeof readyShape>;

/** The line that it prints where it was asked what there is. */
export const surveyShape = objectOf({
  surveyed: objectOf({
    /** Null where nobody knows. */
    count: count.nullable(),
    /** Whether the items' fingerprints are in the log that was asked for. */
    isListed: flag,
  }),
});
export type SurveyMessage = Of<typeof surveyShape>;

/** The line that it prints before it ends for a mistake of the user's, which is told in it. */
export const refusedShape = objectOf({ refused: text });
export type RefusedMessage = Of<typeof refusedShape>;

/** What was counted since the last reset. Bytes are those of bodies, as they go over the wire. */
export const ledgerShape = objectOf({
  requests: count,
  bytesReceived: count,
  largestResponse: count,
  peakInFlight: count,
  peakBytesInFlight: count,
  faults: count,
} satisfies Readonly<Record<MetricReadBy<'ledger'>, z.ZodType>>);
export type LedgerCounts = Of<typeof ledgerShape>;
