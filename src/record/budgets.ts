import type { MetricName } from './metrics.ts';

/** A limit that a strategy's metric must stay under, in the metric's unit. */
export interface Budget {
  readonly label: string;
  readonly metric: MetricName;
  readonly limit: number;
}

/** What a median may lie between: its 95 % interval, or the range of the readings where they are too few for one. */
export interface BudgetSpread {
  readonly kind: 'ci95' | 'range';
  readonly low: number;
  readonly high: number;
  readonly readings: number;
}

export type JudgedBudget = Budget &
  (
    | {
        /** `undecided`: the spread lies over the limit. */
        readonly verdict: 'within' | 'over' | 'undecided';
        readonly median: number;
        readonly spread: BudgetSpread;
      }
    | { readonly verdict: 'not measured'; readonly why: string }
  );
