import type { Variant } from '../record/journal/sample.ts';
import type { MetricName } from '../record/metrics.ts';
import { type Purpose, purposeDefinitions, purposes, samplesOf } from '../record/purposes.ts';
import { purposesFor } from '../record/rows.ts';

/** A sample to be taken. */
export interface PlannedSample<V extends Variant = Variant> {
  readonly variant: V;
  readonly purpose: Purpose;
  /** From 1; 0 for a pilot. */
  readonly round: number;
}

/** What a scenario wants measured, in how many rounds, and under which limits of a container. */
export interface Wanted {
  readonly metrics: readonly MetricName[];
  readonly limits?: readonly number[];
  readonly samples: number;
  /** `always`: a target's items are known only from what somebody saw. */
  readonly pilots?: 'for memory' | 'always';
}

/**
 * All samples of a run in the order in which they are taken: a pilot of each strategy whose heap is measured, then the
 * rounds. A round measures each variant once for each purpose, one right after the other, so that a drift of the machine
 * meets all of them; each round begins with another variant, so that none always follows the same one.
 *
 * @param pilots `always`: also where memory is not measured, to see once what each variant sees
 */
export const planSamples = <V extends Variant>(
  variants: readonly V[],
  { metrics, limits = [], samples: rounds, pilots = 'for memory' }: Wanted,
): PlannedSample<V>[] => {
  const needed = new Map(variants.map((variant) => [variant, purposesFor(variant, { metrics, limits })]));
  const arePiloted = variants.filter(
    (variant) =>
      variant.program === null &&
      (pilots === 'always' || needed.get(variant)?.some((purpose) => purposeDefinitions[purpose].isPiloted)),
  );
  return [
    ...arePiloted.map((variant): PlannedSample<V> => ({ variant, purpose: 'pilot', round: 0 })),
    ...Array.from({ length: rounds }, (_, i) => i + 1).flatMap((round) =>
      purposes
        .filter((purpose) => round <= samplesOf(purpose, rounds))
        .flatMap((purpose) =>
          rotate(variants, round - 1)
            .filter((variant) => needed.get(variant)?.includes(purpose))
            .map((variant) => ({ variant, purpose, round })),
        ),
    ),
  ];
};

const rotate = <T>(items: readonly T[], by: number): T[] => {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
