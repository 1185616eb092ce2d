import type { Claim, Judge } from '../record/claims.ts';
import { isMetricName, type MetricName, metricNames } from '../record/metrics.ts';
import type { Measurement, Scenario } from './scenario.ts';
import { defaultReference } from './variants.ts';

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
 * The scenario with only those measurements, strategies (and the floors under them) and metrics that its claims need. The scenario's own measurement
 * stays even if no claim is about it, without strategies: its journal holds the claims.
 */
export const neededByClaims = (scenario: Scenario): Scenario => {
  const reduce = <M extends Measurement>(measurement: M, needs: Needs | null): M => {
    const variants =
      needs === null
        ? []
        : measurement.variants.filter(
            ({ label, yields }) => yields === 'nothing' || needs.labels === null || needs.labels.has(label),
          );
    const isReferenceThere = variants.some(({ label }) => label === measurement.reference);
    return {
      ...measurement,
      variants,
      metrics: metricNames.filter((name) => needs?.metrics.has(name)),
      reference: isReferenceThere ? measurement.reference : defaultReference(variants),
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
  const judges = claims
    .flatMap(({ readings }) => readings)
    .filter((reading) =>
      reading.judge.kind === 'growth'
        ? reading.judge.over.includes(measurement)
        : reading.judge.kind !== 'notMeasurable' && reading.measurement === measurement,
    )
    .map(({ judge }) => judge);
  if (judges.length === 0) return null;
  const labels = judges.map(labelsIn);
  return {
    labels: labels.includes(null) ? null : new Set(labels.flatMap((some) => some ?? [])),
    metrics: new Set(judges.flatMap(metricsIn)),
  };
};

const labelsIn = (judge: Judge): readonly string[] | null => {
  switch (judge.kind) {
    case 'compare':
      return [judge.of, judge.to];
    case 'paretoFront':
      return judge.among === null ? null : [judge.of, ...judge.among];
    case 'notMeasurable':
      return [];
    default:
      return [judge.of];
  }
};

/** A failure and a loss show in a sample of any purpose, so they need no metric. */
const metricsIn = (judge: Judge): MetricName[] => {
  switch (judge.kind) {
    case 'compare':
    case 'growth':
      return [judge.metric];
    case 'value':
      return isMetricName(judge.quantity) ? [judge.quantity] : [];
    case 'paretoFront':
      return ['wallTime', 'peakLive'];
    default:
      return [];
  }
};
