import type { MetricName, Purpose } from './metrics.ts';
import type { RuleCleanerReport, SampleDetail, StrategyParams } from './subject.ts';
import type { UnseenEvidence } from './unseen.ts';

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
  'not-installed',
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
      /** Null where the scenario says that it is not checked. */
      readonly completeness: Completeness | null;
      /** Null for a program that does not report it. */
      readonly ruleCleaner: RuleCleanerReport | null;
      readonly detail: SampleDetail;
      /** Absent in journals of before it was told, and where a sample is a series of runs. */
      readonly unseen?: UnseenEvidence | undefined;
    }
  | { readonly status: 'failed'; readonly failure: Failure; readonly completeness: Completeness | null };

export type Expectation = 'completes' | 'fails';
/** What a row runs in: `node`, or what a program's runtime is called, such as `python`. */
export type Runtime = string;

/** A program of any language as a subject. */
export interface Program {
  /** As the scenario writes it. */
  readonly command: readonly string[];
  /** Whether it can report its `tracedPeak`, in samples of their own. */
  readonly traced: boolean;
  /** Whether it logs the workflows that it processes. If not, nobody knows what its figures are figures of. */
  readonly checked: boolean;
}

/** A row of a scenario: one strategy with one set of parameters. */
export interface Variant {
  readonly label: string;
  readonly strategy: string;
  readonly params: StrategyParams;
  /** What runs it: `node` for a strategy, `python` and the like for a program. Only rows of one runtime are compared. */
  readonly runtime: string;
  readonly expect: Expectation;
  /** The workflows that it must process: all of the scenario's statuses, or none, as `idle`. */
  readonly yields: 'workload' | 'nothing';
  /** A digest of its own module or scripts; none of a built-in strategy, and in journals of older versions. */
  readonly code?: string;
  /** Null for a strategy, which runs in a subject of our own. */
  readonly program: Program | null;
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
