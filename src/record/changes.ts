import type { Environment } from './journal.ts';
import type { MetricName, Purpose } from './metrics.ts';
import type { Warning } from './run.ts';

/** What of an environment decides which figures of two runs may be compared, and what tells the runs apart. */
export type SideEnvironment = Pick<
  Environment,
  'node' | 'platform' | 'arch' | 'cpu' | 'cores' | 'kernel' | 'tidemark' | 'commit' | 'startedAt'
>;

/** One value a round, in the metric's unit. */
export type Readings = Partial<Record<MetricName, readonly number[]>>;

/** V8's flags by the purpose of the samples that ran with them. */
export type FlagsByPurpose = Partial<Record<Purpose, readonly string[]>>;

export type SideResult =
  | {
      readonly status: 'completed';
      readonly label: string;
      /** Null where they are not known: `run.json` does not tell them. */
      readonly flags: FlagsByPurpose | null;
      readonly readings: Readings;
    }
  | { readonly status: 'failed'; readonly label: string; readonly failure: string };

/** One side of a comparison of two runs: a baseline, a journal or a run. */
export interface Side {
  readonly scenario: string;
  readonly environment: SideEnvironment;
  readonly workload: { readonly workflows: number; readonly digest: string };
  readonly results: readonly SideResult[];
}

/** A metric, and by which share it may get worse: 0.02 for 2 %. */
export interface MetricBound {
  readonly metric: MetricName;
  readonly share: number;
}

/** One metric of one strategy, before and after. */
export type Change = { readonly label: string; readonly metric: MetricName; readonly bound: number } & (
  | {
      /** `undecided`: beyond the bound, but noise could make it. */
      readonly verdict: 'regression' | 'improvement' | 'no change' | 'undecided';
      /** Medians. */
      readonly before: number;
      readonly after: number;
      /** The median of the ratios of each reading after to each before; its 95 % interval. */
      readonly ratio: number;
      readonly ci95: readonly [number, number];
      /** How many before, and after. */
      readonly readings: readonly [number, number];
    }
  | {
      readonly verdict: 'not judged';
      readonly cause: UnjudgedCause;
      readonly why: string;
      /** Medians; null on a side that has no reading. */
      readonly before: number | null;
      readonly after: number | null;
    }
);

/**
 * `one side only`: the other has no reading of it; `no reading`: neither has; `no interval`: too few readings, or nothing
 * to make a ratio to.
 */
export type UnjudgedCause = 'one side only' | 'no reading' | 'other machine' | 'too short' | 'no interval';

/** Two runs of a scenario compared: what a gate decides on. */
export interface Changes {
  readonly before: Pick<Side, 'scenario' | 'environment' | 'workload'>;
  readonly after: Pick<Side, 'scenario' | 'environment' | 'workload'>;
  readonly changes: readonly Change[];
  /**
   * Metrics that were asked for and of which no row was judged, though neither another machine nor the shortness of their
   * times is why.
   */
  readonly unjudged: readonly MetricName[];
  readonly warnings: readonly Warning[];
}
