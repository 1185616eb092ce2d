import { z } from 'zod';
import { failureKinds } from '../journal/sample.ts';
import { type MetricName, metricNames, units } from '../metrics.ts';
import { count, finite, flag, interval, listOf, name, type Of, objectOf, oneOf, text } from '../shape.ts';

/** Claims as the header of a journal holds them, and as `run.json` holds what was judged of them. */

const metric = oneOf(metricNames);

export const expectedVerdicts = ['holds', 'fails'] as const;

/** Where the judged figure must lie; both ends of `between` belong to it. */
const boundShape = z.discriminatedUnion(
  'kind',
  [
    objectOf({ kind: z.literal('atMost'), limit: finite }),
    objectOf({ kind: z.literal('atLeast'), limit: finite }),
    objectOf({ kind: z.literal('between'), limits: interval }),
  ],
  { error: 'atMost, atLeast or between' },
);
export type Bound = Of<typeof boundShape>;

/** What of a strategy's samples a claim may be about: a metric, or a count of what it did to the workload. */
const lossNames = ['missed', 'duplicated', 'stale'] as const;
export type LossName = (typeof lossNames)[number];
export type QuantityName = MetricName | LossName;
export const quantityNames: readonly QuantityName[] = [...lossNames, ...metricNames];

/** What a workload may grow by: fields of a run's workload, under their names there. */
export const workloadSizes = ['items', 'meanBytes', 'nesting'] as const;
export type WorkloadSize = (typeof workloadSizes)[number];

/** Strategies are named by their labels. */
const judgeShape = z.discriminatedUnion(
  'kind',
  [
    /** The ratio of one strategy's metric to another's, round by round. */
    objectOf({ kind: z.literal('compare'), metric, of: name, to: name, bound: boundShape }),
    /** One figure by itself; above idle: less what it has in the same round. */
    objectOf({
      kind: z.literal('value'),
      quantity: oneOf(quantityNames),
      of: name,
      aboveIdle: flag,
      bound: boundShape,
    }),
    /** The exponent k of metric - idle = c × size^k over measurements of several sizes: 1 in proportion, 2 by the square. */
    objectOf({
      kind: z.literal('growth'),
      metric,
      of: name,
      against: oneOf(workloadSizes),
      /** The measurements; null is the scenario's own. */
      over: listOf(name.nullable(), 'measurements'),
      bound: boundShape,
    }),
    /** No other strategy of the measurement (or of those named) is both faster (wallTime) and leaner (peakLive). */
    objectOf({ kind: z.literal('paretoFront'), of: name, among: listOf(name, 'labels').nullable() }),
    /** Its samples fail, of this kind if one is given. */
    objectOf({ kind: z.literal('fails'), of: name, because: oneOf(failureKinds).nullable() }),
    objectOf({ kind: z.literal('notMeasurable'), why: text }),
  ],
  { error: 'a known kind of judge' },
);
export type Judge = Of<typeof judgeShape>;

/** One way to take a claim's words, judged in one runtime over the measurements that it needs. */
const readingShape = objectOf({
  /** How the words are taken; null where the claim has one reading. */
  name: text.nullable(),
  runtime: name,
  /** The measurement whose samples are judged; null is the scenario's own. `growth` names its own. */
  measurement: name.nullable(),
  expect: oneOf(expectedVerdicts),
  judge: judgeShape,
});
export type Reading = Of<typeof readingShape>;

const said = objectOf({
  id: name,
  who: text,
  /** An address, or the comment's date. */
  where: text,
  says: text,
});

/** What someone said about memory, word for word, with the comparisons that confirm or refute it. */
export const claimShape = objectOf({
  ...said.shape,
  /** At least one: the letter and the sense of the words may be judged apart, and each runtime is judged by itself. */
  readings: listOf(readingShape, 'readings'),
});
export type Claim = Of<typeof claimShape>;

/** What a figure may lie between. */
export const spreadShape = objectOf({
  /** A 95 % interval, or the range of what was read where there is none. */
  kind: oneOf(['ci95', 'range']),
  low: finite,
  high: finite,
  /** How many readings it is of. */
  readings: count,
});
export type Spread = Of<typeof spreadShape>;

/** A number that a verdict rests on. */
const figureShape = objectOf({
  /** A quantity and its strategy, `median ratio`, `exponent`, or another word for what the number is. */
  name: text,
  value: finite,
  unit: oneOf([...units, 'ratio', 'exponent']),
  spread: spreadShape.nullable(),
  /** The size of the workload that it was read at, where the claim is about growth; else null. */
  at: finite.nullable(),
});
export type ClaimFigure = Of<typeof figureShape>;

/** What it would take to decide what a spread over the bound leaves open. */
const moreRoundsShape = z.discriminatedUnion('kind', [
  objectOf({ kind: z.literal('about'), rounds: count }),
  /** An interval needs so many; whether it decides cannot be told before. */
  objectOf({ kind: z.literal('at least'), rounds: count }),
  objectOf({ kind: z.literal('unknown'), why: text }),
]);
export type MoreRounds = Of<typeof moreRoundsShape>;

const figures = listOf(figureShape, 'figures');
const decided = objectOf({ verdict: oneOf(expectedVerdicts), figures });
const undecided = objectOf({ verdict: z.literal('undecided'), figures, rounds: moreRoundsShape });
const unmeasurable = objectOf({ verdict: z.literal('not measurable'), why: text });
export type Verdict = Of<typeof decided | typeof undecided | typeof unmeasurable>;

const judgementShape = z.discriminatedUnion('verdict', [
  objectOf({ ...readingShape.shape, ...decided.shape }),
  objectOf({ ...readingShape.shape, ...undecided.shape }),
  objectOf({ ...readingShape.shape, ...unmeasurable.shape }),
]);
export type Judgement = Of<typeof judgementShape>;

/** A claim with a verdict for each of its readings, in `run.json`. */
export const judgedClaimShape = objectOf({ ...said.shape, judgements: listOf(judgementShape, 'judgements') });
export type JudgedClaim = Of<typeof judgedClaimShape>;
