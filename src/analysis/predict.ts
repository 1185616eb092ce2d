import { constants } from 'node:buffer';
import type { Row } from '../record/journal/sample.ts';
import { type MetricName, metrics } from '../record/metrics.ts';
import { hindranceTo } from '../record/rows.ts';
import type { Run } from '../record/run.ts';
import { formatCount } from '../units/numbers.ts';
import { fewestPoints, fitLine, type LineFit, type Point } from './statistics/line-fit.ts';

/** What a line says, or why nothing is said. */
export type Forecast<T> = T | { readonly refused: string };

export interface Memory {
  readonly bytes: number;
  readonly ci95: readonly [number, number];
}

/** The most items that fit into a limit; `bound` says what ends them. */
export interface Backlog {
  readonly items: number;
  readonly bound: 'memory' | 'longest string' | 'nothing measured beyond';
}

/** How a strategy's memory grows with the number of items. */
export interface Prediction {
  readonly label: string;
  readonly metric: 'peakLive' | 'peakRss';
  /** Null with a reason under `refused` of every answer. */
  readonly fit: Omit<LineFit, 'at'> | null;
  readonly memory: readonly { readonly items: number; readonly answer: Forecast<Memory> }[];
  readonly backlog: readonly { readonly limitBytes: number; readonly answer: Forecast<Backlog> }[];
  /** The number of items from which one answer no longer fits into V8's longest string; null if there is none as far as a line is trusted. */
  readonly cliff: number | null;
}

export interface Questions {
  readonly items: readonly number[];
  readonly limits: readonly number[];
}

/**
 * Where a size's median lies further off the line than this share of it, growth is no straight line. Scatter alone (V8's
 * schedule moves resident memory by some 8 %) makes the intervals wide and is no reason to refuse.
 */
const mostOff = 0.1;

/** A line is trusted up to this many times the largest size that was measured. */
const furthest = 10;

/** What is known to get no answer before anything is measured: a line each. */
export const unanswerable = (
  rows: readonly Pick<Row, 'label' | 'program' | 'expect'>[],
  largest: number,
  { items }: Pick<Questions, 'items'>,
): string[] => [
  ...items
    .filter((count) => count > furthest * largest)
    .map((count) => `${formatCount(count)} items: ${tooFar}`),
  ...rows.flatMap((row) => {
    if (row.expect === 'fails') return [`${row.label}: the scenario expects it to fail`];
    return (['peakRss', 'peakLive'] as const).flatMap((metric) => {
      const hindrance = hindranceTo(metric, row);
      return hindrance === null ? [] : [`${row.label} by ${metrics[metric].title}: ${hindrance}`];
    });
  }),
];

const tooFar = `${furthest} times the largest size measured is as far as a line is trusted`;

/** Predictions for each strategy that completed in all runs, which differ in nothing but the number of items. */
export const predict = (runs: readonly Run[], questions: Questions): Prediction[] => {
  const labels = runs[0]?.results.map(({ label }) => label) ?? [];
  return labels.flatMap((label) =>
    (['peakRss', 'peakLive'] as const).map((metric) => predictRow(runs, label, metric, questions)),
  );
};

/** The same of one row, by one metric. */
export const predictRow = (
  runs: readonly Run[],
  label: string,
  metric: Prediction['metric'],
  { items, limits }: Questions,
): Prediction => {
  const own = runs.flatMap(({ results }) => results.filter((one) => one.label === label));
  const failed = own.filter(({ failure }) => failure !== null);
  const fit = failed.length > 0 ? null : fitLine(pointsOf(runs, label, metric));
  const cliff = cliffOf(runs, label);
  const hindrance = own[0] === undefined ? null : hindranceTo(metric, own[0]);
  const doubt = own.map(({ doubts }) => doubts?.[metric]).find((why) => why !== undefined) ?? null;
  const refusal = refusalOf(fit, hindrance ?? doubt, failed[0]?.failure?.message);
  const answer = <T>(give: (fit: LineFit) => Forecast<T>): Forecast<T> =>
    fit === null || refusal !== null ? { refused: refusal ?? '' } : give(fit);
  return {
    label,
    metric,
    fit,
    memory: items.map((count) => ({
      items: count,
      answer: answer((line) => memoryFor(line, count, cliff)),
    })),
    backlog: limits.map((limitBytes) => ({
      limitBytes,
      answer: answer((line) => backlogIn(line, limitBytes, cliff)),
    })),
    cliff,
  };
};

const pointsOf = (runs: readonly Run[], label: string, metric: MetricName): Point[] =>
  runs.flatMap(({ workload, results }) =>
    (results.find((one) => one.label === label)?.metrics[metric]?.values ?? []).map((value) => ({
      items: workload.items,
      value,
    })),
  );

const refusalOf = (
  fit: LineFit | null,
  hindrance: string | null,
  failure: string | undefined,
): string | null => {
  if (failure !== undefined) return `it failed: ${failure}`;
  if (hindrance !== null) return hindrance;
  if (fit === null) return `a line takes ${fewestPoints} readings of two sizes`;
  if (fit.worst <= mostOff) return null;
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  return `medians lie up to ${percent(fit.worst)} off a straight line, and more than ${percent(mostOff)} is not believed`;
};

const memoryFor = (fit: LineFit, items: number, cliff: number | null): Forecast<Memory> => {
  if (items > furthest * fit.largest) {
    return { refused: tooFar };
  }
  if (cliff !== null && items >= cliff) {
    return { refused: "one answer is longer than V8's longest string: it fails" };
  }
  const { value, ci95 } = fit.at(items);
  return { bytes: value, ci95 };
};

/** The largest number whose interval still lies within the limit. */
const backlogIn = (fit: LineFit, limitBytes: number, cliff: number | null): Forecast<Backlog> => {
  const fits = (items: number): boolean => fit.at(items).ci95[1] <= limitBytes;
  // The bound is lowest where the line is known best, so that a size that was measured may fit where 0 does not.
  const start = fits(0) ? 0 : Math.round(fit.middle);
  if (!fits(start)) return { items: 0, bound: 'memory' };
  const end = Math.min(furthest * fit.largest, cliff === null ? Number.POSITIVE_INFINITY : cliff - 1);
  if (fits(end))
    return { items: end, bound: end + 1 === cliff ? 'longest string' : 'nothing measured beyond' };
  let [low, high] = [start, end];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return { items: low, bound: 'memory' };
};

/**
 * Where one answer outgrows V8's longest string. That matters to a strategy that takes an answer as one string, which
 * shows in its live memory: it grows by at least half of what its largest answer grows by. One that cuts an answer as it
 * arrives does not.
 */
const cliffOf = (runs: readonly Run[], label: string): number | null => {
  const answers = fitLine(pointsOf(runs, label, 'largestResponse'));
  const live = fitLine(pointsOf(runs, label, 'peakLive'));
  if (answers === null || live === null || answers.slope <= 0 || live.slope < answers.slope / 2) return null;
  const items = Math.ceil((constants.MAX_STRING_LENGTH - answers.intercept) / answers.slope);
  return items > 0 && items <= furthest * answers.largest ? items : null;
};
