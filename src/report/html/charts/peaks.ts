import type { MetricName } from '../../../record/metrics.ts';
import type { Result, Run } from '../../../record/run.ts';

const peakMetrics = ['peakLive', 'peakHeap', 'peakTotal', 'peakRss'] as const satisfies readonly MetricName[];

/** The measure of memory that pictures show: peak live, or what the run has in its place; null if it has none. */
export const shownPeakOf = ({ results }: Run): MetricName | null =>
  peakMetrics.find((name) =>
    results.some(({ metrics, doubts }) => metrics[name] !== undefined && doubts?.[name] === undefined),
  ) ?? null;

export const floorResultOf = ({ results }: Run): Result | undefined =>
  results.find(({ strategy }) => strategy === 'idle');

/** Strategies that processed the workload, so that their figures may be set against each other. */
export const workingResultsOf = ({ results }: Run): readonly Result[] =>
  results.filter(
    ({ status, yields, completeness }) =>
      status === 'completed' && yields === 'workload' && completeness?.digestMatches !== false,
  );
