import type { MetricName, Unit } from './metrics.ts';
import type { FailureKind, Runtime } from './sample.ts';

/** What someone said about memory, word for word, with the comparisons that confirm or refute it. */
export interface Claim {
  readonly id: string;
  readonly who: string;
  /** An address, or the comment's date. */
  readonly where: string;
  readonly says: string;
  /** At least one: the letter and the sense of the words may be judged apart, and each runtime is judged by itself. */
  readonly readings: readonly Reading[];
}

/** One way to take a claim's words, judged in one runtime over the measurements that it needs. */
export interface Reading {
  /** How the words are taken; null where the claim has one reading. */
  readonly name: string | null;
  readonly runtime: Runtime;
  /** The measurement whose samples are judged; null is the scenario's own. `growth` names its own. */
  readonly measurement: string | null;
  readonly expect: ExpectedVerdict;
  readonly judge: Judge;
}

export const expectedVerdicts = ['holds', 'fails'] as const;
type ExpectedVerdict = (typeof expectedVerdicts)[number];

/** Where the judged figure must lie; both ends of `between` belong to it. */
export type Bound =
  | { readonly kind: 'atMost'; readonly limit: number }
  | { readonly kind: 'atLeast'; readonly limit: number }
  | { readonly kind: 'between'; readonly limits: readonly [number, number] };

/** What of a strategy's samples a claim may be about: a metric, or a count of what it did to the workload. */
export const lossNames = ['missed', 'duplicated', 'stale'] as const;
export type LossName = (typeof lossNames)[number];
export type QuantityName = MetricName | LossName;

/** What a set of workflows may grow by: fields of a run's workload, under their names there. */
export const workloadSizes = ['workflows', 'meanBytes', 'nesting'] as const;
type WorkloadSize = (typeof workloadSizes)[number];

/** Strategies are named by their labels. */
export type Judge =
  /** The ratio of one strategy's metric to another's, round by round. */
  | {
      readonly kind: 'compare';
      readonly metric: MetricName;
      readonly of: string;
      readonly to: string;
      readonly bound: Bound;
    }
  /** One figure by itself; above the floor: less what idle has in the same round. */
  | {
      readonly kind: 'value';
      readonly quantity: QuantityName;
      readonly of: string;
      readonly aboveFloor: boolean;
      readonly bound: Bound;
    }
  /** The exponent k of metric - floor = c × size^k over measurements of several sizes: 1 in proportion, 2 by the square. */
  | {
      readonly kind: 'growth';
      readonly metric: MetricName;
      readonly of: string;
      readonly against: WorkloadSize;
      /** The measurements; null is the scenario's own. */
      readonly over: readonly (string | null)[];
      readonly bound: Bound;
    }
  /** No other strategy of the measurement (or of those named) is both faster (wallTime) and leaner (peakLive). */
  | { readonly kind: 'paretoFront'; readonly of: string; readonly among: readonly string[] | null }
  /** Its samples fail, of this kind if one is given. */
  | { readonly kind: 'fails'; readonly of: string; readonly because: FailureKind | null }
  | { readonly kind: 'notMeasurable'; readonly why: string };

/** A number that a verdict rests on. */
export interface ClaimFigure {
  /** A quantity and its strategy, `median ratio`, `exponent`, or another word for what the number is. */
  readonly name: string;
  readonly value: number;
  readonly unit: Unit | 'ratio' | 'exponent';
  readonly spread: Spread | null;
  /** The size of the workload that it was read at, where the claim is about growth; else null. */
  readonly at: number | null;
}

/** What a figure may lie between: a 95 % interval, or the range of what was read where there is none. */
export interface Spread {
  readonly kind: 'ci95' | 'range';
  readonly low: number;
  readonly high: number;
  /** How many readings it is of. */
  readonly readings: number;
}

/** What it would take to decide what a spread over the bound leaves open. */
export type MoreRounds =
  | { readonly kind: 'about'; readonly rounds: number }
  /** An interval needs so many; whether it decides cannot be told before. */
  | { readonly kind: 'at least'; readonly rounds: number }
  | { readonly kind: 'unknown'; readonly why: string };

export type Verdict =
  | { readonly verdict: 'holds' | 'fails'; readonly figures: readonly ClaimFigure[] }
  | { readonly verdict: 'undecided'; readonly figures: readonly ClaimFigure[]; readonly rounds: MoreRounds }
  | { readonly verdict: 'not measurable'; readonly why: string };

export type Judgement = Reading & Verdict;

/** A claim with a verdict for each of its readings, in `run.json`. */
export type JudgedClaim = Omit<Claim, 'readings'> & { readonly judgements: readonly Judgement[] };
