import type { MetricName } from '../metrics.ts';

/**
 * What a check is about: that a row completes, a budget, a reading of a claim, a row of a gate in one metric, the same of
 * two runs compared, or that a gate has anything to judge by at all.
 */
export type CheckKind = 'completion' | 'budget' | 'claim' | 'gated row' | 'comparison' | 'gate';

/** How a check ended. */
export type CheckOutcome =
  /** `improved`: the figure is better than before, beyond its bound and outside noise. */
  | { readonly kind: 'passed'; readonly improved: boolean }
  | { readonly kind: 'failed' }
  /** For want of an instrument, a row, the least number of samples, or of trust in the figure. */
  | { readonly kind: 'not judged'; readonly why: string }
  /** There were samples enough, and they lie over the bound: by how much, in words. */
  | { readonly kind: 'not resolved'; readonly by: string }
  /** There is nothing yet that it could be held against. */
  | { readonly kind: 'new' }
  /** It was left out for a reason that is nobody's fault, and decides nothing. */
  | { readonly kind: 'told'; readonly why: string };

/**
 * Anything with a verdict. Exit code, headline, reports, comment, job summary, annotations and junit.xml are folded from
 * one list of these (`analysis/checks/verdict.ts`).
 */
export interface Check {
  readonly kind: CheckKind;
  /** What it is about: a row, a claim's words. Unescaped. */
  readonly name: string;
  /** The row's metric that it is about; null where it is about none or several. */
  readonly metric: MetricName | null;
  /** Whether the exit code depends on it. */
  readonly required: boolean;
  readonly outcome: CheckOutcome;
  /** One plain sentence with the figures, without the name. Unescaped. */
  readonly message: string;
}
