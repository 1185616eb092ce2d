import type { MetricName, Purpose } from './metrics.ts';
import type { RuleCleanerReport, SampleDetail, StrategyParams } from './subject.ts';

/** What was counted of the workflows that a strategy yielded, against the workload. */
export interface Completeness {
  readonly expected: number;
  readonly processed: number;
  /** Expected, never processed. */
  readonly missed: number;
  /** Processed again after the first time. */
  readonly duplicated: number;
  /** Processed in a status or with a last transition that is not the expected one. */
  readonly stale: number;
  /** Exactly the expected set, each workflow once. */
  readonly digestMatches: boolean;
}

/** Why a sample has no figures. */
export const failureKinds = [
  'out-of-memory',
  'signal',
  'timeout',
  'exit',
  'error',
  'incomplete',
  'invalid-report',
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Failure {
  readonly kind: FailureKind;
  readonly message: string;
}

/** What must be equal before the figures of two samples may be put together. */
export interface Conditions {
  readonly node: string;
  readonly arch: string;
  /** Flags that the subject's V8 was started with. */
  readonly flags: readonly string[];
  readonly workloadDigest: string;
}

export type Metrics = Partial<Record<MetricName, number>>;

export type Outcome =
  | {
      readonly status: 'completed';
      readonly metrics: Metrics;
      readonly unavailable: Partial<Record<MetricName, string>>;
      readonly completeness: Completeness;
      readonly ruleCleaner: RuleCleanerReport;
      readonly detail: SampleDetail;
    }
  | { readonly status: 'failed'; readonly failure: Failure; readonly completeness: Completeness | null };

export type Expectation = 'completes' | 'fails';
/** Python is not measured yet; its rows come with external subjects. */
export const runtimes = ['node', 'python'] as const;
export type Runtime = (typeof runtimes)[number];

/** A row of a scenario: one strategy with one set of parameters. */
export interface Variant {
  readonly label: string;
  readonly strategy: string;
  readonly params: StrategyParams;
  readonly runtime: Runtime;
  readonly expect: Expectation;
  /** The workflows that it must process: all of the scenario's statuses, or none, as `idle`. */
  readonly yields: 'workload' | 'nothing';
}

/** One run of one strategy in one fresh subject. */
export interface Sample {
  readonly type: 'sample';
  readonly label: string;
  readonly purpose: Purpose;
  /** Counts from 1, a pilot's is 0; the samples of a round ran one after another, so that a drift of the machine meets them all. */
  readonly round: number;
  readonly startedAt: string;
  readonly conditions: Conditions;
  readonly outcome: Outcome;
}
