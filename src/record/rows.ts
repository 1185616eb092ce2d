import { type MeasuringPurpose, type MetricName, metrics, purposesOf } from './metrics.ts';
import type { Variant } from './sample.ts';

/** Why a row cannot have a metric, whatever is measured; null if it can. */
export const hindranceTo = (metric: MetricName, { program }: Pick<Variant, 'program'>): string | null => {
  const { readBy } = metrics[metric];
  if (program === null) {
    return readBy === 'traced'
      ? "programs of other runtimes report it; a strategy's own figure is peak live"
      : null;
  }
  if (readBy === 'traced')
    return program.traced ? null : 'the scenario does not mark the program "traced: true"';
  if (metric === 'warmTime') return 'the process of a program is one cycle';
  return ['timing', 'ledger', 'container'].includes(readBy)
    ? null
    : "it is read inside Node's V8, and this is a program of its own";
};

/** What a metric of a program means where that is not quite what it means of a strategy. */
export const meaningOfProgram: Readonly<Partial<Record<MetricName, string>>> = {
  peakRss: 'of the largest of its processes',
  wallTime: 'its whole life, start-up included',
  cpuTime: 'of its whole life, with the children that it waited for',
};

/** The purposes that samples of a row are taken for. Never none: that it processes the workload is always of interest. */
export const purposesFor = (
  variant: Pick<Variant, 'program'>,
  {
    metrics: wanted,
    limits,
  }: { readonly metrics: readonly MetricName[]; readonly limits?: readonly number[] },
): MeasuringPurpose[] =>
  purposesOf(
    wanted.filter((metric) => hindranceTo(metric, variant) === null),
    limits,
  );

/**
 * What a row is compared with: the run's reference if that has the same runtime, else the first of its own runtime that
 * is meant to process the workload. A Python program against a strategy in Node would say more about the two
 * interpreters than about either way to fetch. Null where there is none.
 */
export const referenceFor = (
  { runtime }: Pick<Variant, 'runtime'>,
  reference: string | null,
  rows: readonly Pick<Variant, 'label' | 'runtime' | 'yields' | 'expect'>[],
): string | null => {
  const own = rows.filter((row) => row.runtime === runtime);
  if (own.some(({ label }) => label === reference)) return reference;
  return own.find(({ yields, expect }) => yields === 'workload' && expect === 'completes')?.label ?? null;
};
