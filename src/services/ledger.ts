import { type HttpHandler, HttpResponse, http } from 'msw/http';
import type { MetricName } from '../record/metrics.ts';

type LedgerMetric = Extract<
  MetricName,
  'requests' | 'bytesReceived' | 'largestResponse' | 'peakInFlight' | 'peakBytesInFlight'
>;

/** Counts what the services send. */
export interface Ledger {
  /** A request has come in. */
  readonly open: () => Exchange;
  /** What was counted since the last reset. Bytes are those of bodies, as they go over the wire. */
  readonly read: () => Record<LedgerMetric, number>;
  /** How many requests are under way, of those that came in since the last reset. */
  readonly inFlight: () => number;
  /** Forgets everything; requests that are under way go on uncounted. */
  readonly reset: () => void;
}

/** One request under way. */
export interface Exchange {
  /** So many bytes more of its answer were produced. */
  readonly produced: (bytes: number) => void;
  /** Its answer has ended, or its client has gone. Only the first call counts. */
  readonly end: () => void;
}

export const createLedger = (): Ledger => {
  let counts = emptyCounts();
  return {
    open: () => openExchange(counts),
    read: () => {
      const { requests, bytesReceived, largestResponse, peakInFlight, peakBytesInFlight } = counts;
      return { requests, bytesReceived, largestResponse, peakInFlight, peakBytesInFlight };
    },
    inFlight: () => counts.inFlight,
    reset: () => {
      counts = emptyCounts();
    },
  };
};

const emptyCounts = () => ({
  requests: 0,
  bytesReceived: 0,
  largestResponse: 0,
  inFlight: 0,
  peakInFlight: 0,
  bytesInFlight: 0,
  peakBytesInFlight: 0,
});

const openExchange = (counts: ReturnType<typeof emptyCounts>): Exchange => {
  let own = 0;
  let hasEnded = false;
  counts.requests += 1;
  counts.inFlight += 1;
  counts.peakInFlight = Math.max(counts.peakInFlight, counts.inFlight);
  return {
    produced: (bytes) => {
      if (hasEnded) return;
      own += bytes;
      counts.bytesReceived += bytes;
      counts.largestResponse = Math.max(counts.largestResponse, own);
      counts.bytesInFlight += bytes;
      counts.peakBytesInFlight = Math.max(counts.peakBytesInFlight, counts.bytesInFlight);
    },
    end: () => {
      if (hasEnded) return;
      hasEnded = true;
      counts.inFlight -= 1;
      counts.bytesInFlight -= own;
    },
  };
};

/** `GET /tidemark/ledger` reads the ledger, `DELETE` resets it; neither is counted. */
export const ledgerHandlers = (ledger: Ledger): HttpHandler[] => [
  http.get('*/tidemark/ledger', () => HttpResponse.json(ledger.read())),
  http.delete('*/tidemark/ledger', () => {
    ledger.reset();
    return new HttpResponse(null, { status: 204 });
  }),
];
