import type { Row } from './journal/sample.ts';
import { defaultMetrics, type MetricName, metrics, type OfKind, purposeOf, purposesOf } from './metrics.ts';
import type { MeasuringPurpose } from './purposes.ts';

/** What a row is of: a strategy's own process, a program, or a server under load. */
const kindOf = ({ program }: Pick<Row, 'program'>): 'ofStrategy' | 'ofProgram' | 'ofServer' => {
  if (program === null) return 'ofStrategy';
  return program.server === undefined ? 'ofProgram' : 'ofServer';
};

/** What a metric means of rows of this one's kind. */
const meantBy = (metric: MetricName, row: Pick<Row, 'program'>): OfKind => metrics[metric][kindOf(row)];

/** Why a row cannot have a metric, whatever is measured; null if it can. */
export const hindranceTo = (metric: MetricName, row: Pick<Row, 'program'>): string | null => {
  const meant = meantBy(metric, row);
  if (meant !== 'same' && 'lacks' in meant) {
    return 'inside' in meant && meant.inside === row.program?.inside ? null : meant.lacks;
  }
  return purposeOf(metric) === 'traced' && row.program?.traced === false
    ? 'the scenario does not mark the program "traced: true"'
    : null;
};

/** Whether a metric is about rows of another kind: that this one lacks it is told only to who asks. */
export const isForeign = (metric: MetricName, row: Pick<Row, 'program'>): boolean => {
  const meant = meantBy(metric, row);
  return (
    meant !== 'same' && 'isQuiet' in meant && meant.isQuiet === true && hindranceTo(metric, row) !== null
  );
};

/** What a metric means of rows of this one's kind where that is not quite what it means of a strategy. */
export const meaningOf = (metric: MetricName, row: Pick<Row, 'program'>): string | undefined => {
  const meant = meantBy(metric, row);
  return meant !== 'same' && 'means' in meant ? meant.means : undefined;
};

/** The metrics that are read of these rows unless a scenario or the command line picks others. */
export const defaultMetricsOf = (rows: readonly Pick<Row, 'program'>[]): readonly MetricName[] =>
  defaultMetrics.filter((name) => rows.some((row) => !isForeign(name, row)));

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
