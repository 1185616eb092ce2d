import type { Workload } from '../workload/workload.ts';
import type { Body } from './body.ts';

/** What a service answers, before latency, compression and counting. */
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
