import type { Row } from './journal/sample.ts';
import { type MetricName, metrics, purposeOf, purposesOf } from './metrics.ts';
import { type MeasuringPurpose, purposeDefinitions } from './purposes.ts';

/** Why a row cannot have a metric, whatever is measured; null if it can. */
export const hindranceTo = (metric: MetricName, { program }: Pick<Row, 'program'>): string | null => {
  const purpose = purposeOf(metric);
  if (program === null) return purpose === null ? null : purposeDefinitions[purpose].lackedByStrategies;
  if (purpose === 'traced' && !program.traced) return 'the scenario does not mark the program "traced: true"';
  const { ofProgram } = metrics[metric];
  if (ofProgram === 'same' || !('lacks' in ofProgram)) return null;
  return 'inside' in ofProgram && ofProgram.inside === program.inside ? null : ofProgram.lacks;
};

/** What a metric of a program means where that is not quite what it means of a strategy. */
export const meaningOfProgram = (metric: MetricName): string | undefined => {
  const { ofProgram } = metrics[metric];
  return ofProgram !== 'same' && 'means' in ofProgram ? ofProgram.means : undefined;
};

/** The purposes that samples of a row are taken for. Never none: that it processes the workload is always of interest. */
export const purposesFor = (
  row: Pick<Row, 'program'>,
  {
    metrics: wanted,
    limits,
  }: { readonly metrics: readonly MetricName[]; readonly limits?: readonly number[] },
): MeasuringPurpose[] =>
  purposesOf(
    wanted.filter((metric) => hindranceTo(metric, row) === null),
    limits,
  );

/**
 * What a row is compared with: the run's reference if that has the same runtime, else the first of its own runtime that
 * is meant to process the workload. A Python program against a strategy in Node would say more about the two
 * interpreters than about either way to fetch. Null where there is none.
 */
export const referenceFor = (
  { runtime }: Pick<Row, 'runtime'>,
  reference: string | null,
  rows: readonly Pick<Row, 'label' | 'runtime' | 'yields' | 'expect'>[],
): string | null => {
  const own = rows.filter((row) => row.runtime === runtime);
  if (own.some(({ label }) => label === reference)) return reference;
  return own.find(({ yields, expect }) => yields === 'workload' && expect === 'completes')?.label ?? null;
};
