import { z } from 'zod';
import type { Budget } from './budgets.ts';
import {
  type Bound,
  type Claim,
  expectedVerdicts,
  type Judge,
  lossNames,
  type QuantityName,
  type Reading,
  workloadSizes,
} from './claims.ts';
import { metricNames } from './metrics.ts';
import { failureKinds } from './sample.ts';
import { finite, flag, listOf, name, objectOf, oneOf, text } from './shape.ts';

/** Claims and budgets as the header of a journal holds them. */

const metric = oneOf(metricNames);
const quantityNames: readonly QuantityName[] = [...lossNames, ...metricNames];

type BoundOf<Kind extends Bound['kind']> = Extract<Bound, { kind: Kind }>;

const bound = z.discriminatedUnion(
  'kind',
  [
    objectOf<BoundOf<'atMost'>>()({ kind: z.literal('atMost'), limit: finite }),
    objectOf<BoundOf<'atLeast'>>()({ kind: z.literal('atLeast'), limit: finite }),
    objectOf<BoundOf<'between'>>()({
      kind: z.literal('between'),
      limits: z.tuple([finite, finite], { error: 'two numbers' }),
    }),
  ],
  { error: 'atMost, atLeast or between' },
);

type JudgeOf<Kind extends Judge['kind']> = Extract<Judge, { kind: Kind }>;

const judge = z.discriminatedUnion(
  'kind',
  [
    objectOf<JudgeOf<'compare'>>()({ kind: z.literal('compare'), metric, of: name, to: name, bound }),
    objectOf<JudgeOf<'value'>>()({
      kind: z.literal('value'),
      quantity: oneOf(quantityNames),
      of: name,
      aboveFloor: flag,
      bound,
    }),
    objectOf<JudgeOf<'growth'>>()({
      kind: z.literal('growth'),
      metric,
      of: name,
      against: oneOf(workloadSizes),
      over: listOf(name.nullable(), 'measurements'),
      bound,
    }),
    objectOf<JudgeOf<'paretoFront'>>()({
      kind: z.literal('paretoFront'),
      of: name,
      among: listOf(name, 'labels').nullable(),
    }),
    objectOf<JudgeOf<'fails'>>()({
      kind: z.literal('fails'),
      of: name,
      because: oneOf(failureKinds).nullable(),
    }),
    objectOf<JudgeOf<'notMeasurable'>>()({ kind: z.literal('notMeasurable'), why: text }),
  ],
  { error: 'a known kind of judge' },
);

const reading = objectOf<Reading>()({
  name: text.nullable(),
  runtime: name,
  measurement: name.nullable(),
  expect: oneOf(expectedVerdicts),
  judge,
});

export const claimShape = objectOf<Claim>()({
  id: name,
  who: text,
  where: text,
  says: text,
  readings: listOf(reading, 'readings'),
});

export const budgetShape = objectOf<Budget>()({ label: name, metric, limit: finite });
