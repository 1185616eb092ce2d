import type { z } from 'zod';
import type { MetricReadBy } from '../metrics.ts';
import { count, countFrom, name, type Of, objectOf } from '../shape.ts';

/** What the services' process tells the harness. The services load the types alone. */

/** The line that it prints as soon as requests are answered. */
export const readyShape = objectOf({
  /** Without a slash at the end. */
  url: name,
  pid: countFrom(1),
});
export type ReadyMessage = Of<typeof readyShape>;

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
