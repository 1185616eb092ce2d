import type { JudgedBudget } from './budgets.ts';
import type { JudgedClaim } from './claims.ts';
import type { Environment, ScenarioSummary, WorkloadSummary } from './journal.ts';
import type { MetricName, Unit } from './metrics.ts';
import type { Completeness, Failure, Variant } from './sample.ts';
import type { FloorProbe, RuleCleanerReport, TimelinePoint } from './subject.ts';
import type { Unseen } from './unseen.ts';

/** The distribution of one metric over a strategy's rounds: where several samples of a round read it, their median counts. */
export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Of the sample (n - 1); 0 for a single value. */
  readonly stddev: number;
  readonly n: number;
  /** A 95 % interval of the median; null with fewer than six values, of which none can be given honestly. */
  readonly ci95: readonly [number, number] | null;
  readonly unit: Unit;
  /** One a round, in the order of the rounds. */
  readonly values: readonly number[];
}

export type Result = Variant & {
  readonly status: 'completed' | 'failed';
  /** The first failure. A strategy with one failed sample has failed; figures of its other samples are still shown. */
  readonly failure: Failure | null;
  readonly metrics: Partial<Record<MetricName, Summary>>;
  readonly unavailable: Partial<Record<MetricName, string>>;
  /** Absent where there is none. */
  readonly doubts?: Doubts;
  /** Absent where all planned samples were taken, or given up after a failure. */
  readonly unfinished?: Unfinished;
  readonly completeness: Completeness | null;
  readonly ruleCleaner: RuleCleanerReport | null;
  /** The pilot's: memory before and after each collection under V8's own schedule. Empty if there was none. */
  readonly timeline: readonly TimelinePoint[];
  /** Whether memory grows from cycle to cycle by more than V8's own caches take; null where growth was not measured. */
  readonly leak: 'leak' | 'no leak' | 'undecided' | null;
  /** No other row is both faster (wallTime) and leaner (peakLive); null where a row is no choice, see `analysis/pareto`. */
  readonly onParetoFront: boolean | null;
  /** The limits that the search for `minHeap` tried, in its order. */
  readonly floorProbes: readonly FloorProbe[];
  /** The limits of a container that the scenario asks about, and who survived them; empty if it asks about none. */
  readonly containerLimits: readonly FloorProbe[];
  /** The limits that the search for `minContainer` tried, in its order. */
  readonly containerProbes: readonly FloorProbe[];
  /** What a program says that it runs on; null for one that does not, and for a strategy. */
  readonly version: string | null;
  /** Why some of its figures are not all of its memory: nothing is judged by those. Empty where nothing speaks against any. */
  readonly unseen: readonly Unseen[];
};

/** The run ended before so many of a row's samples were taken. */
export interface Unfinished {
  readonly missing: number;
  readonly planned: number;
}

/** A metric of one strategy against the reference strategy's. */
export interface Comparison {
  readonly label: string;
  readonly to: string;
  readonly metric: MetricName;
  /** The median of the ratios of the rounds' pairs, not the quotient of the medians, which may lie outside `range`. */
  readonly ratio: number;
  /** How many rounds measured both, so how many pairs there are. */
  readonly rounds: number;
  /** The range of the ratios of the rounds' pairs. */
  readonly range: readonly [number, number];
  /** A 95 % interval of the ratio; null with fewer than six rounds. */
  readonly ci95: readonly [number, number] | null;
  /** `no difference`: the pairs do not all point the same way, or not further than the metric's instrument resolves. */
  readonly verdict: 'lower' | 'higher' | 'no difference';
}

/**
 * Why a figure cannot be trusted although there is one. A required check on it is not judged (exit code 3), whichever way
 * it would have gone.
 */
export type Doubts = Partial<Record<MetricName, string>>;

/** Something a reader must know before believing the figures, with what to do about it. */
export interface Warning {
  readonly kind: string;
  readonly label: string | null;
  readonly message: string;
  readonly advice: string;
}

/** A named measurement of the scenario: a run of its own, whose journal and reports lie in the folder of its name. */
interface MeasurementSummary {
  readonly name: string;
  readonly workflows: number;
}

/** `run.json`: numbers are bytes, milliseconds or counts, as the metric's unit says. */
export interface Run {
  readonly schema: 'tidemark/run@1';
  readonly scenario: ScenarioSummary;
  readonly environment: Environment;
  readonly workload: WorkloadSummary;
  readonly reference: string | null;
  readonly results: readonly Result[];
  readonly comparisons: readonly Comparison[];
  /** Those that were taken; empty for a run without, and for a named measurement itself. */
  readonly measurements: readonly MeasurementSummary[];
  readonly claims: readonly JudgedClaim[];
  readonly budgets: readonly JudgedBudget[];
  readonly warnings: readonly Warning[];
}
