import type { TimelinePoint } from '../../record/messages/subject-report.ts';
import type { MetricName } from '../../record/metrics.ts';
import type { ResidentGrowth } from '../../record/unseen.ts';

export interface ProbeReading {
  readonly metrics: Partial<Record<MetricName, number>>;
  /** Why a figure that this probe reads elsewhere could not be had here. */
  readonly unavailable: Partial<Record<MetricName, string>>;
  /** What a probe of the heap could not see; null where nobody tells, absent of a probe that reads no heap. */
  readonly resident?: ResidentGrowth | null;
  /** Of a pilot alone. */
  readonly timeline?: readonly TimelinePoint[];
}

/** Runs from its start until `stop`, once. */
export interface Probe {
  readonly stop: () => ProbeReading;
}

/** A probe that must wait for what it has read already: nothing that happens after `stop` was called is in its reading. */
export interface WaitingProbe {
  readonly stop: () => Promise<ProbeReading>;
}
