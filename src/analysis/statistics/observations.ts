import type { Outcome, Sample } from '../../record/journal/sample.ts';
import type { MetricName } from '../../record/metrics.ts';
import { type Purpose, purposes } from '../../record/purposes.ts';

/** One reading of one metric, with the round that it belongs to. */
export interface Observation {
  readonly round: number;
  readonly value: number;
}

export type CompletedSample = Sample & { readonly outcome: Extract<Outcome, { status: 'completed' }> };
export type FailedSample = Sample & { readonly outcome: Extract<Outcome, { status: 'failed' }> };

export const isCompleted = (sample: Sample): sample is CompletedSample =>
  sample.outcome.status === 'completed';
export const isFailed = (sample: Sample): sample is FailedSample => sample.outcome.status === 'failed';

const purposeOrder: readonly Purpose[] = ['pilot', ...purposes];

/** By round, and in a round by purpose: an order that no merge of journals changes. */
export const inRoundOrder = (samples: readonly Sample[]): Sample[] =>
  samples.toSorted(
    (a, b) => a.round - b.round || purposeOrder.indexOf(a.purpose) - purposeOrder.indexOf(b.purpose),
  );

/** The readings of one metric in one strategy's completed samples (a pilot's are not pooled), in the samples' order; empty if there are none. */
export const observationsOf = (samples: readonly Sample[], metric: MetricName): Observation[] =>
  samples.filter(isCompleted).flatMap(({ purpose, round, outcome }) => {
    const value = outcome.metrics[metric];
    return value === undefined || purpose === 'pilot' ? [] : [{ round, value }];
  });
