import { z } from 'zod';
import type { Load } from '../journal/load.ts';
import { amount, count, listOf, type Of, objectOf, oneOf, text } from '../shape.ts';
import { stretchReadingShape } from './subject-report.ts';

/** What the process that puts load on a server is asked to do: the JSON file whose path is its only argument. */
export interface LoadJob {
  /** The server, without a slash at the end. */
  readonly url: string;
  readonly load: Load;
  /**
   * `timing`: warm-up and load, with the clock and the kernel's figures. `stretches`: the load in stretches, with the settled memory
   * after each. `plain`: the same load as for timing, and nothing read: something else reads.
   */
  readonly procedure: 'timing' | 'stretches' | 'plain';
  /** The server's process group. */
  readonly group: number;
  /** Where its processes answer what is alive inside, each at the socket `PID.sock`; null where none does. */
  readonly inside: string | null;
  /** Where the `LoadReport` goes. */
  readonly reportPath: string;
}

export const loadReportShape = z.discriminatedUnion('status', [
  /** A request was not answered with 2xx, and that was not to be counted: which one, and how, after "it answered". */
  objectOf({ status: z.literal('failed'), message: text }),
  objectOf({
    status: z.literal('completed'),
    /** Null where it was not asked for. */
    timing: objectOf({
      /** Requests of the load that had no answer of 2xx. */
      errors: count,
      wallMs: amount,
      requestsPerSecond: amount,
      p50: amount,
      p90: amount,
      p99: amount,
    }).nullable(),
    /** The kernel's figures; null where there is no /proc. */
    resident: objectOf({ before: amount, peak: amount, settled: amount, cpuMs: amount }).nullable(),
    stretches: objectOf({
      of: oneOf(['alive', 'resident']),
      before: amount,
      readings: listOf(stretchReadingShape, 'readings'),
    }).nullable(),
  }),
]);
export type LoadReport = Of<typeof loadReportShape>;
