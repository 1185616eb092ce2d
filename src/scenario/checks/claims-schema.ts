import { z } from 'zod';
import {
  type Bound,
  expectedVerdicts,
  type Judge,
  type QuantityName,
  quantityNames,
  workloadSizes,
} from '../../record/checks/claims.ts';
import { failureKinds } from '../../record/journal/sample.ts';
import { metricNames, metrics, type Unit } from '../../record/metrics.ts';
import { knownUnits, parseQuantity } from '../../units/parse-quantity.ts';
import { distinct, mapping, nameOf, runtimeName, whenSound } from '../schema-parts.ts';

const text = (what: string) => z.string({ error: what }).trim().min(1, { error: what });

/** A strategy's label; or one for each runtime, which are then judged apart. */
const strategy = z.union(
  [text('a label'), z.record(runtimeName, text('a label'), { error: 'labels by runtime' })],
  {
    error: "a strategy's label, or a label for each runtime such as { node: naive, python: python naive }",
  },
);

const metric = nameOf('metric', metricNames);

const plainLimit = z.number({ error: 'a number' });
const limitWithUnit = z.union([z.number(), z.string()], {
  error: 'a number, or a quantity with its unit such as 40 MB or 3 s',
});

const boundOf = <Limit extends z.ZodType>(limit: Limit) =>
  ({
    atMost: limit.optional(),
    atLeast: limit.optional(),
    between: z.tuple([limit, limit], { error: 'two limits, such as [0.95, 1.05]' }).optional(),
  }) satisfies Readonly<Record<Bound['kind'], z.ZodType>>;

const boundNames = Object.keys(boundOf(plainLimit)) as Bound['kind'][];

const exactlyOneBound = whenSound((judge: object, context) => {
  const given = boundNames.filter((name) => Reflect.get(judge, name) !== undefined);
  if (given.length === 1) return;
  const found = given.length === 0 ? 'there is none' : `there are ${given.join(' and ')}`;
  context.addIssue({ code: 'custom', message: `a bound is one of ${boundNames.join(', ')}; ${found}` });
});

const compare = mapping({
  compare: metric,
  of: strategy,
  to: strategy,
  ...boundOf(plainLimit),
}).superRefine(exactlyOneBound);

const value = mapping({
  value: nameOf('metric or loss', quantityNames),
  of: strategy,
  aboveIdle: z.boolean({ error: 'true or false' }).default(false),
  ...boundOf(limitWithUnit),
})
  .superRefine(exactlyOneBound)
  .superRefine(
    whenSound((judge, context) => {
      for (const { path, limit } of limitsIn(judge)) {
        const fault = faultOfLimit(limit, unitOfQuantity(judge.value));
        if (fault !== undefined) context.addIssue({ code: 'custom', path, message: fault });
      }
    }),
  );

const growth = mapping({
  growth: metric,
  of: strategy,
  against: nameOf('size of the workload', workloadSizes),
  /** Through two points runs any curve. */
  over: distinct(z.array(text('the name of a measurement'), { error: 'a list of measurements' }), 3),
  exponent: mapping(boundOf(plainLimit)).superRefine(exactlyOneBound),
});

const paretoFront = mapping({
  paretoFront: strategy,
  among: z
    .array(text('a label'), { error: 'a list of labels' })
    .min(1, { error: 'at least one label' })
    .optional(),
});

const fails = mapping({ fails: strategy, because: nameOf('kind of failure', failureKinds).optional() });
const notMeasurable = mapping({ notMeasurable: text('why it cannot be measured') });

/** The kinds of judge by the key that names each. */
const judges = {
  compare,
  value,
  growth,
  paretoFront,
  fails,
  notMeasurable,
} as const satisfies Readonly<Record<Judge['kind'], z.ZodType>>;
const judgeNames = Object.keys(judges) as (keyof typeof judges)[];

const judge = z.union(Object.values(judges), {
  error: `one judge: a mapping with ${judgeNames.join(', ')}`,
});

const verdict = nameOf('verdict', expectedVerdicts);

const reading = mapping({
  reading: text('how the words are taken, such as letter'),
  in: text('the name of a measurement').optional(),
  expect: verdict.default('holds'),
  judge,
});

/** A claim as it is written; labels and measurements are checked by `claimsOf`. */
export const claimSchema = mapping({
  id: z.union([z.string().min(1), z.number()], { error: 'a name or a number' }).transform(String),
  who: text('who said it'),
  where: text('where it was said: an address or a date'),
  says: text('the words, verbatim'),
  in: text('the name of a measurement').optional(),
  expect: verdict.optional(),
  judge: judge.optional(),
  readings: z
    .array(reading, { error: 'a list of readings' })
    .min(1, { error: 'at least one reading' })
    .optional(),
}).superRefine(
  whenSound((claim, context) => {
    if ((claim.judge === undefined) === (claim.readings === undefined)) {
      const found = claim.judge === undefined ? 'there is neither' : 'there are both';
      context.addIssue({
        code: 'custom',
        message: `a claim has a judge, or readings with one each; ${found}`,
      });
    } else if (claim.readings !== undefined && (claim.in ?? claim.expect) !== undefined) {
      const message = 'in and expect belong to each reading where a claim has readings';
      context.addIssue({ code: 'custom', path: [claim.in === undefined ? 'expect' : 'in'], message });
    }
  }),
);

export type WrittenClaim = z.output<typeof claimSchema>;
export type WrittenJudge = z.output<typeof judge>;
export type WrittenStrategyName = z.output<typeof strategy>;

type Limit = number | string;
interface WrittenBound<L> {
  readonly atMost?: L | undefined;
  readonly atLeast?: L | undefined;
  readonly between?: readonly [L, L] | undefined;
}

const limitsIn = ({
  atMost,
  atLeast,
  between,
}: WrittenBound<Limit>): { path: PropertyKey[]; limit: Limit }[] =>
  [
    { path: ['atMost'], limit: atMost },
    { path: ['atLeast'], limit: atLeast },
    { path: ['between', 0], limit: between?.[0] },
    { path: ['between', 1], limit: between?.[1] },
  ].flatMap(({ path, limit }) => (limit === undefined ? [] : [{ path, limit }]));

const unitOfQuantity = (name: QuantityName): Unit =>
  Object.hasOwn(metrics, name) ? metrics[name as keyof typeof metrics].unit : 'count';

const faultOfLimit = (limit: Limit, unit: Unit): string | undefined => {
  if (unit === 'count' || unit === 'rate')
    return typeof limit === 'number' ? undefined : `expected a number without a unit; found "${limit}"`;
  const units = knownUnits(unit).join(', ');
  if (typeof limit === 'number') return `${limit} has no unit: write it with one of ${units}`;
  return parseQuantity(limit)?.unit === unit
    ? undefined
    : `expected a number with one of ${units}; found "${limit}"`;
};
