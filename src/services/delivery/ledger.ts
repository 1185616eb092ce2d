import { type HttpHandler, HttpResponse, http } from 'msw/http';
import type { LedgerCounts } from '../../record/messages/services-process.ts';

/** Counts what the services send. */
export interface Ledger {
  /** A request has come in. */
  readonly open: () => Exchange;
  readonly read: () => LedgerCounts;
  /** How many requests are under way, of those that came in since the last reset. */
  readonly inFlight: () => number;
  /** Forgets everything: a new sample. Requests that are under way go on uncounted. */
  readonly reset: () => void;
  /** Something of which each sample has its own, made when the first request of the sample asks for it. */
  readonly perSample: <T>(make: () => T) => (exchange: Exchange) => T;
}

/** One request under way. */
export interface Exchange {
  /** Its number in the sample, from 1. */
  readonly number: number;
  /** The number of the sample. */
  readonly sample: number;
  /** Its answer was spoilt. */
  readonly faulted: () => void;
  /** So many bytes more of its answer were produced. */
  readonly produced: (bytes: number) => void;
  /** Its answer has ended, or its client has gone. Only the first call counts. */
  readonly end: () => void;
}

export const createLedger = (): Ledger => {
  let counts = emptyCounts();
  let sample = 1;
  return {
    open: () => openExchange(counts, sample),
    read: () => {
      const { requests, bytesReceived, largestResponse, peakInFlight, peakBytesInFlight, faults } = counts;
      return { requests, bytesReceived, largestResponse, peakInFlight, peakBytesInFlight, faults };
    },
    inFlight: () => counts.inFlight,
    reset: () => {
      counts = emptyCounts();
      sample += 1;
    },
    perSample: (make) => {
      let own: { readonly of: number; readonly made: ReturnType<typeof make> } | undefined;
      return (exchange) => {
        if (own?.of !== exchange.sample) own = { of: exchange.sample, made: make() };
        return own.made;
      };
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
  faults: 0,
});

const openExchange = (counts: ReturnType<typeof emptyCounts>, sample: number): Exchange => {
  let own = 0;
  let hasEnded = false;
  counts.requests += 1;
  counts.inFlight += 1;
  counts.peakInFlight = Math.max(counts.peakInFlight, counts.inFlight);
  return {
    number: counts.requests,
    sample,
    faulted: () => {
      counts.faults += 1;
    },
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
