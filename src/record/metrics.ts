import type { MetricDefinition, MetricTable } from './metrics/definition.ts';
import { loadMetrics } from './metrics/load.ts';
import { memoryMetrics } from './metrics/memory.ts';
import { processMetrics } from './metrics/process.ts';
import { serverMetrics } from './metrics/server.ts';
import { type MeasuringPurpose, purposes } from './purposes.ts';

export { type MetricTable, type OfKind, type Unit, units } from './metrics/definition.ts';

/**
 * All metrics, each a whole record: whatever names metrics elsewhere is derived from these. The order is that of columns and
 * lists; the first that rows are compared by is their headline.
 */
export const metrics = { ...memoryMetrics, ...processMetrics, ...serverMetrics, ...loadMetrics };

export type MetricName = keyof typeof metrics;
export const metricNames = Object.keys(metrics) as MetricName[];
export const isMetricName = (name: string): name is MetricName => Object.hasOwn(metrics, name);
const definitionOf = (name: MetricName): MetricDefinition => metrics[name];

/** Those of which something is true, in the catalogue's order. */
const metricsThat = (is: (definition: MetricDefinition) => boolean): MetricName[] =>
  metricNames.filter((name) => is(metrics[name]));

/** Read unless a scenario or the command line picks others. */
export const defaultMetrics = metricsThat(({ measured }) => measured !== 'when asked for');

/** The columns of a table, in order. */
export const metricsOfTable = (table: MetricTable): MetricName[] => metricsThat((one) => one.table === table);

/** Those that no sample of one cycle has. */
export const ofSeveralCycles = metricsThat(({ isOfSeveralCycles }) => isOfSeveralCycles);

/** Counted in a sample of one cycle, whatever it is for; what several samples of a round count alike is one reading. */
export const isCounted = (name: MetricName): boolean => purposeOf(name) === null;

/** What samples that read a metric are taken for; null for what is counted in any. */
export const purposeOf = (name: MetricName): MeasuringPurpose | null => {
  const { readBy } = metrics[name];
  return readBy === 'ledger' || readBy === 'client' ? null : readBy;
};

/** The metrics that samples of a purpose, the services or the client read: whoever reads them has a figure for each. */
export type MetricReadBy<Reader extends MetricDefinition['readBy']> = {
  [Name in MetricName]: (typeof metrics)[Name]['readBy'] extends Reader ? Name : never;
}[MetricName];

/** Metrics that rows of a kind never have. */
export type MetricLackedBy<Kind extends 'ofStrategy' | 'ofProgram' | 'ofServer'> = {
  [Name in MetricName]: (typeof metrics)[Name][Kind] extends { readonly lacks: string } ? Name : never;
}[MetricName];

export const ledgerMetrics = metricsThat(({ readBy }) => readBy === 'ledger');

/** The smallest difference in a metric that its instrument tells at a reading so high, in its unit; null where none is known. */
export const grainOf = (name: MetricName, reading: number): number | null =>
  definitionOf(name).grain?.(reading) ?? null;

/**
 * The purposes that yield these metrics, and survival under limits where there are any. What the services count comes
 * with any purpose, so it never adds one.
 */
export const purposesOf = (
  wanted: readonly MetricName[],
  limits: readonly number[] = [],
): MeasuringPurpose[] => {
  const needed = purposes.filter(
    (purpose) =>
      wanted.some((metric) => metrics[metric].readBy === purpose) ||
      (purpose === 'container' && limits.length > 0),
  );
  return needed.length > 0 ? needed : ['timing'];
};
