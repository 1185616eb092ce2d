import { z } from 'zod';
import { caseShape } from './case.ts';
import { judgedBudgetShape } from './checks/budgets.ts';
import { judgedClaimShape } from './checks/claims.ts';
import { environmentShape, scenarioShape, workloadSummaryShape } from './journal/journal.ts';
import { completenessShape, failureShape, rowShape } from './journal/sample.ts';
import {
  consumerReportShape,
  limitProbeShape,
  programProcessShape,
  timelinePointShape,
} from './messages/subject-report.ts';
import { metricNames, units } from './metrics.ts';
import {
  count,
  countFrom,
  eachLabelOnce,
  finite,
  flag,
  interval,
  listOf,
  name,
  type Of,
  objectOf,
  oneOf,
  partialMapping,
  text,
} from './shape.ts';
import { unseenShape } from './unseen.ts';

/** The distribution of one metric over a strategy's rounds: where several samples of a round read it, their median counts. */
const summaryShape = objectOf(
  {
    median: finite,
    min: finite,
    max: finite,
    mean: finite,
    /** Of the sample (n - 1); 0 for a single value. */
    stddev: finite,
    n: countFrom(1),
    /** A 95 % interval of the median; null with fewer than six values, of which none can be given honestly. */
    ci95: interval.nullable(),
    unit: oneOf(units),
    /** One a round, in the order of the rounds. */
    values: listOf(finite, 'readings').min(1, { error: 'at least one reading' }),
  },
  'a summary of readings',
);
export type Summary = Of<typeof summaryShape>;

/**
 * Why a figure cannot be trusted although there is one. A required check on it is not judged (exit code 3), whichever way
 * it would have gone.
 */
export const doubtsShape = partialMapping('metrics', metricNames, text);
export type Doubts = Of<typeof doubtsShape>;

/** The run ended before so many of a row's samples were taken. */
const unfinishedShape = objectOf({ missing: count, planned: count });
export type Unfinished = Of<typeof unfinishedShape>;

const probes = listOf(limitProbeShape, 'limits that were tried');

const resultShape = objectOf({
  ...rowShape.shape,
  status: oneOf(['completed', 'failed']),
  /** The first failure. A strategy with one failed sample has failed; figures of its other samples are still shown. */
  failure: failureShape.nullable(),
  metrics: partialMapping('metrics', metricNames, summaryShape),
  unavailable: partialMapping('metrics', metricNames, text),
  /** Absent where there is none. */
  doubts: doubtsShape.exactOptional(),
  /** Absent where all planned samples were taken, or given up after a failure. */
  unfinished: unfinishedShape.exactOptional(),
  completeness: completenessShape.nullable(),
  consumer: consumerReportShape.nullable(),
  /** The pilot's: memory before and after each collection under V8's own schedule. Empty if there was none. */
  timeline: listOf(timelinePointShape, 'points'),
  /**
   * Whether memory grows from cycle to cycle, or of a server from request to request; absent where that was not measured. Its
   * slope is `growthPerCycle`, or `growthPerRequest`.
   */
  growth: objectOf({
    verdict: oneOf(['grows', 'settles', 'not decided']),
    /** Half of the growth that is found 99 times of 100, bytes a cycle or a request. */
    resolution: finite,
    /** About how many cycles or requests would decide; null where it is decided. */
    enough: count.nullable(),
  }).exactOptional(),
  /** No other row is both faster (wallTime) and leaner (peakLive); null where a row is no choice, see `analysis/pareto`. */
  onParetoFront: flag.nullable(),
  /** The limits that the search for `minHeap` tried, in its order. */
  floorProbes: probes,
  /** The limits of a container that the scenario asks about, and who survived them; empty if it asks about none. */
  containerLimits: probes,
  /** The limits that the search for `minContainer` tried, in its order. */
  containerProbes: probes,
  /** What a program says that it runs on; null for one that does not, and for a strategy. */
  version: text.nullable(),
  /** What a program's peakRss is of; absent where it is not known, and in what older versions wrote: then of its largest process. */
  residentOf: oneOf(['one process', 'sum of samples']).exactOptional(),
  /** Of a program of several processes, those that were read from inside; empty for others, and in what older versions wrote. */
  processes: listOf(programProcessShape, 'processes').default([]),
  /**
   * Why some of its figures are not all of its memory: nothing is judged by those. Empty where nothing speaks against any,
   * and in what older versions wrote.
   */
  unseen: listOf(unseenShape, 'reasons').default([]),
});
export type Result = Of<typeof resultShape>;

/** A metric of one strategy against the reference strategy's. */
const comparisonShape = objectOf({
  label: name,
  to: name,
  metric: oneOf(metricNames),
  /** The median of the ratios of the rounds' pairs, not the quotient of the medians, which may lie outside `range`. */
  ratio: finite,
  /** How many rounds measured both, so how many pairs there are. */
  rounds: count,
  /** The range of the ratios of the rounds' pairs. */
  range: interval,
  /** A 95 % interval of the ratio; null with fewer than six rounds. */
  ci95: interval.nullable(),
  /** `no difference`: the pairs do not all point the same way, or not further than the metric's instrument resolves. */
  verdict: oneOf(['lower', 'higher', 'no difference']),
});
export type Comparison = Of<typeof comparisonShape>;

/** Something a reader must know before believing the figures, with what to do about it. */
const warningShape = objectOf({ kind: name, label: text.nullable(), message: text, advice: text });
export type Warning = Of<typeof warningShape>;

/** A named measurement of the scenario: a run of its own, whose journal and reports lie in the folder of its name. */
const measurementShape = objectOf({ name, items: count });

/** `run.json`: numbers are bytes, milliseconds or counts, as the metric's unit says. */
export const runShape = objectOf({
  schema: z.literal('tidemark/run@2'),
  case: caseShape,
  scenario: scenarioShape,
  environment: environmentShape,
  workload: workloadSummaryShape,
  reference: name.nullable(),
  results: listOf(resultShape, 'results').superRefine(eachLabelOnce),
  comparisons: listOf(comparisonShape, 'comparisons'),
  /** Those that were taken; empty for a run without, and for a named measurement itself. */
  measurements: listOf(measurementShape, 'measurements'),
  claims: listOf(judgedClaimShape, 'claims'),
  budgets: listOf(judgedBudgetShape, 'budgets'),
  warnings: listOf(warningShape, 'warnings'),
});
export type Run = Of<typeof runShape>;
