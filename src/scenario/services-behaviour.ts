/** How the services behave beyond answering: the `services` section of a scenario, defaults filled in. */
export interface ServicesBehaviour {
  readonly latency: Latency;
  /** The longest request line that the front end lets through, in bytes; 414 beyond it. Null: no limit. */
  readonly requestLineLimit: number | null;
  /** Compress answers for clients that accept gzip. */
  readonly gzip: boolean;
}

/** Milliseconds before the first byte of an answer: fixed + perDocument × documents + perByte × bytes, then jitter. */
export interface Latency {
  readonly fixed: number;
  readonly perDocument: number;
  readonly perByte: number;
  /** The answer's latency is multiplied by a seeded random factor between 1 - jitter and 1 + jitter; 0 to 1. */
  readonly jitter: number;
}

/** What the real services do at their best: answer at once. */
export const promptServices: ServicesBehaviour = {
  latency: { fixed: 0, perDocument: 0, perByte: 0, jitter: 0 },
  requestLineLimit: null,
  gzip: false,
};
