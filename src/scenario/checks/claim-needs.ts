import type { Claim, Judge, Reading } from '../../record/checks/claims.ts';
import { isMetricName, type MetricName, metricNames } from '../../record/metrics.ts';
import { defaultReference } from '../rows/rows.ts';
import type { Measurement, Scenario } from '../scenario.ts';

/** What claims need of one measurement. */
interface Needs {
  /** Labels of strategies; null for all that the measurement has. */
  readonly labels: ReadonlySet<string> | null;
  readonly metrics: ReadonlySet<MetricName>;
}

/** A measurement with the metrics that the claims about it need beside its own. */
export const withNeededMetrics = (
  metrics: readonly MetricName[],
  claims: readonly Claim[],
  measurement: string | null,
): readonly MetricName[] => {
  const needed = needsOf(claims, measurement)?.metrics ?? new Set();
  const missing = metricNames.filter((name) => needed.has(name) && !metrics.includes(name));
  return missing.length === 0 ? metrics : [...metrics, ...missing];
};

/**
 * The scenario with only those measurements, strategies (and the idle rows under them) and metrics that its claims need,
 * and the budgets of these. The scenario's own measurement stays even if no claim is about it, without strategies: its
 * journal holds the claims.
 */
export const neededByClaims = (scenario: Scenario): Scenario => {
  const reduce = <M extends Measurement>(measurement: M, needs: Needs | null): M => {
    const rows =
      needs === null
        ? []
        : measurement.rows.filter(
            ({ label, yields }) => yields === 'nothing' || needs.labels === null || needs.labels.has(label),
          );
    const isThere = (wanted: string): boolean => rows.some(({ label }) => label === wanted);
    const isReferenceThere = measurement.reference !== null && isThere(measurement.reference);
    return {
      ...measurement,
      rows,
      // Of a row that is not taken a budget could not be judged.
      budgets: measurement.budgets.filter(({ label }) => isThere(label)),
      metrics: metricNames.filter((name) => needs?.metrics.has(name)),
      reference: isReferenceThere ? measurement.reference : defaultReference(rows, measurement.case),
    };
  };
  return {
    ...reduce(scenario, needsOf(scenario.claims, null)),
    measurements: scenario.measurements.flatMap((measurement) => {
      const needs = needsOf(scenario.claims, measurement.measurement);
      return needs === null ? [] : [reduce(measurement, needs)];
    }),
  };
};

/** Null where no claim is about the measurement. */
const needsOf = (claims: readonly Claim[], measurement: string | null): Needs | null => {
  const needs = claims
    .flatMap(({ readings }) => readings)
    .filter((reading) => measurementsOf(reading).includes(measurement))
    .map(({ judge }) => needsOfJudge(judge));
  if (needs.length === 0) return null;
  const labels = needs.map((one) => one.labels);
  return {
    labels: labels.includes(null) ? null : new Set(labels.flatMap((some) => some ?? [])),
    metrics: new Set(needs.flatMap((one) => one.metrics)),
  };
};

/** Labels of strategies, null for all of the measurement, and metrics. A failure and a loss show in a sample of any purpose. */
const needsOfJudge = (
  judge: Judge,
): { readonly labels: readonly string[] | null; readonly metrics: readonly MetricName[] } => {
  switch (judge.kind) {
    case 'compare':
      return { labels: [judge.of, judge.to], metrics: [judge.metric] };
    case 'value':
      return { labels: [judge.of], metrics: isMetricName(judge.quantity) ? [judge.quantity] : [] };
    case 'growth':
      return { labels: [judge.of], metrics: [judge.metric] };
    case 'paretoFront':
      return {
        labels: judge.among === null ? null : [judge.of, ...judge.among],
        metrics: ['wallTime', 'peakLive'],
      };
    case 'fails':
      return { labels: [judge.of], metrics: [] };
    case 'notMeasurable':
      return { labels: [], metrics: [] };
  }
};

/** The measurements that a reading is judged over; null is the scenario's own. */
const measurementsOf = ({ judge, measurement }: Reading): readonly (string | null)[] => {
  switch (judge.kind) {
    case 'growth':
      return judge.over;
    case 'notMeasurable':
      return [];
    case 'compare':
    case 'value':
    case 'paretoFront':
    case 'fails':
      return [measurement];
  }
};
