import type { Spread } from './claims.ts';
import type { MetricName } from './metrics.ts';

/** A limit that a strategy's metric must stay under, in the metric's unit. */
export interface Budget {
  readonly label: string;
  readonly metric: MetricName;
  readonly limit: number;
}

export type JudgedBudget = Budget &
  (
    | {
        /** `undecided`: the spread lies over the limit. */
        readonly verdict: 'within' | 'over' | 'undecided';
        readonly median: number;
        readonly spread: Spread;
      }
    | {
        readonly verdict: 'not measured';
        readonly why: string;
        /** Whether the command line did not ask for the metric. */
        readonly isLeftOut?: boolean;
      }
  );
