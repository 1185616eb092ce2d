import type { ConsumerReport, SampleDetail } from '../../record/messages/subject-report.ts';
import type { MetricName } from '../../record/metrics.ts';
import type { ResidentGrowth } from '../../record/unseen.ts';
import type { Probe, WaitingProbe } from '../probes/probe.ts';
import type { ResidentStart } from '../probes/unseen.ts';

/** One cycle of the service, from its locks to its last item. @param atBoundary called after each item */
export type Cycle = (atBoundary?: () => void) => Promise<ConsumerReport>;

interface Reading {
  readonly metrics: Partial<Record<MetricName, number>>;
  readonly unavailable: Partial<Record<MetricName, string>>;
  readonly detail: SampleDetail;
  readonly consumer: ConsumerReport;
  /** What a probe of the heap could not see; null where nobody tells, absent where no heap was read. */
  readonly resident?: ResidentGrowth | null;
}

/**
 * How a sample of one purpose is taken: cycles, and what is read around them.
 * @param before resident memory before the strategy was loaded: what it holds from then on is its own
 */
export type Procedure = (cycle: Cycle, cycles: number, before: ResidentStart) => Promise<Reading>;

/** One cycle under a probe. */
export const underProbe =
  (start: (before: ResidentStart) => Probe | WaitingProbe): Procedure =>
  async (cycle, _cycles, before) => {
    const probe = start(before);
    const consumer = await cycle();
    const { metrics, unavailable, timeline, resident = null } = await probe.stop();
    const detail: SampleDetail =
      timeline === undefined ? { kind: 'none' } : { kind: 'timeline', points: timeline };
    return { metrics, unavailable, detail, consumer, resident };
  };

/** The same cycle again must lead to the same report: an Error where it does not. */
export const sameReport = (first: ConsumerReport, again: ConsumerReport, cycle: number): void => {
  if (JSON.stringify(again) === JSON.stringify(first)) return;
  throw new Error(
    `cycle ${cycle} led the consumer to ${JSON.stringify(again)}, the first to ${JSON.stringify(first)}`,
  );
};
