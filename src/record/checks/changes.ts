import type { Facts } from '../journal/facts.ts';
import type { MetricName } from '../metrics.ts';
import type { Purpose } from '../purposes.ts';
import type { Doubts, Warning } from '../run.ts';
import type { SideEnvironment } from './sides.ts';

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
      /** Why a figure cannot be trusted although there is one. */
      readonly doubts?: Doubts;
    }
  | { readonly status: 'failed'; readonly label: string; readonly failure: string };

/** One side of a comparison of two runs: a baseline, a journal or a run. */
export interface Side {
  readonly scenario: string;
  readonly environment: SideEnvironment;
  readonly workload: { readonly items: number; readonly digest: string; readonly code?: string };
  readonly results: readonly SideResult[];
  /** What was measured; absent where a file does not keep it, such as a baseline. */
  readonly facts?: Facts;
}

/** A metric, and by which share it may get worse: 0.02 for 2 %. */
export interface MetricBound {
  readonly metric: MetricName;
  readonly share: number;
}

/** By how much readings changed. */
export interface Shift {
  /** A factor; or an amount in the metric's unit where a reading before is not above 0, so that there is no factor. */
  readonly of: 'ratio' | 'difference';
  /** The median over each reading after with each before. */
  readonly value: number;
  /** Null with fewer than six readings on either side. */
  readonly ci95: readonly [number, number] | null;
}

export type SureShift = Shift & { readonly ci95: readonly [number, number] };

/** The smallest change that a comparison is sure to see: as a share of what was before, and in the metric's unit. */
export interface Sight {
  /** Infinite where there was nothing before. */
  readonly share: number;
  readonly amount: number;
}

/** One metric of one strategy, before and after. */
export type Change = { readonly label: string; readonly metric: MetricName; readonly bound: number } & (
  | {
      /**
       * `no change`: the whole interval lies within the bound; `no regression`: it lies below the bound, and whether
       * anything became better is open; `not resolved`: it lies over the bound.
       */
      readonly verdict: 'regression' | 'improvement' | 'no change' | 'no regression' | 'not resolved';
      /** Medians. */
      readonly before: number;
      readonly after: number;
      readonly shift: SureShift;
      readonly sight: Sight | null;
      /** How many before, and after. */
      readonly readings: readonly [number, number];
    }
  /** There is no reading before to hold it against. */
  | {
      readonly verdict: 'new';
      readonly why: string;
      readonly before: null;
      readonly after: number;
      readonly shift: null;
    }
  | {
      readonly verdict: 'not judged';
      readonly cause: UnjudgedCause;
      readonly why: string;
      /** Medians; null on a side that has no reading. */
      readonly before: number | null;
      readonly after: number | null;
      /** What the readings say, be it too little to judge by; null where a side has none. */
      readonly shift: Shift | null;
    }
);

/**
 * `gone`: only the side before has a reading; `no reading`: neither has, and a row failed; `few readings`: too few for an
 * interval; `doubt`: a figure cannot be trusted. `other machine` and `too short` are no fault of anybody's.
 */
export type UnjudgedCause = 'gone' | 'no reading' | 'other machine' | 'too short' | 'few readings' | 'doubt';

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
