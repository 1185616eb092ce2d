import type { Completeness } from '../../record/journal/sample.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Result, Run } from '../../record/run.ts';
import { formatCount } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import type { FigureText } from './report.ts';

const peakMetrics = ['peakLive', 'peakHeap', 'peakTotal', 'peakRss'] as const satisfies readonly MetricName[];

/** The measure of memory that pictures show: peak live, or what the run has in its place; null if it has none. */
export const shownPeakOf = ({ results }: Run): MetricName | null =>
  peakMetrics.find((name) =>
    results.some(({ metrics, doubts }) => metrics[name] !== undefined && doubts?.[name] === undefined),
  ) ?? null;

export const idleOf = ({ results }: Run): Result | undefined =>
  results.find(({ strategy }) => strategy === 'idle');

/** Strategies that processed the workload, as far as is known of each, so that their figures may be set against each other. */
export const workingResultsOf = ({ results }: Run): readonly Result[] =>
  results.filter(
    ({ status, yields, completeness, program }) =>
      status === 'completed' &&
      yields === 'workload' &&
      program?.checked !== false &&
      completeness?.digestMatches !== false,
  );

/** `78 missed`, `6 repeated`: empty where nothing was lost. */
export const lossesIn = ({ missed, duplicated, stale }: Completeness): string[] =>
  Object.entries({ missed, repeated: duplicated, stale }).flatMap(([what, count]) =>
    count > 0 ? [`${formatCount(count)} ${what}`] : [],
  );

/** The reference, the leanest strategy and idle by the peak that the charts show. */
export const figuresOf = (run: Run): FigureText[] => {
  const metric = shownPeakOf(run);
  if (metric === null) return [];
  const reference = run.results.find(({ label }) => label === run.reference);
  const others = workingResultsOf(run).filter((result) => result !== reference);
  const figure = (title: string, result: Result | undefined): FigureText[] => {
    const summary = result?.metrics[metric];
    return result === undefined || summary === undefined
      ? []
      : [{ title, figure: formatQuantity(summary.median, summary.unit), label: result.label }];
  };
  return [
    ...figure(`${metrics[metric].title}, the reference`, reference),
    ...figure(`lowest ${metrics[metric].title}`, leanestOf(others, metric)),
    ...figure('idle, the base', idleOf(run)),
  ];
};

/** The one that has the best of a metric, which of most is the least, of those that have it. */
export const leanestOf = (results: readonly Result[], metric: MetricName): Result | undefined =>
  results
    .filter(({ metrics: figures }) => figures[metric] !== undefined)
    .toSorted((a, b) => {
      const by = (a.metrics[metric]?.median ?? 0) - (b.metrics[metric]?.median ?? 0);
      return metrics[metric].better === 'less' ? by : -by;
    })[0];
