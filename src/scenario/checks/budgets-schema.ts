import { z } from 'zod';
import { type MetricName, metricNames, metrics, type Unit } from '../../record/metrics.ts';
import { knownUnits, parseQuantity } from '../../units/parse-quantity.ts';
import { mapping, whenSound } from '../schema-parts.ts';

/** What is written with a unit. */
type Measured = Exclude<Unit, 'count' | 'rate'>;
const examples: Readonly<Record<Measured, string>> = { bytes: '40 MB', ms: '3 s' };

/** A limit with its unit, as a number of the metric's unit. A bare number is refused: nobody could tell MB from MiB. */
const limitWithUnit = (unit: Measured) => {
  const expected = `a limit above 0 with its unit (${knownUnits(unit).join(', ')}), such as ${examples[unit]}`;
  return z.string({ error: expected }).transform((text, context) => {
    const quantity = parseQuantity(text);
    if (quantity !== null && quantity.unit === unit && quantity.value > 0) return quantity.value;
    context.addIssue({ code: 'custom', message: `"${text}" is no such limit: expected ${expected}` });
    return z.NEVER;
  });
};

const limits = {
  bytes: limitWithUnit('bytes'),
  ms: limitWithUnit('ms'),
  count: z.number({ error: 'a number without a unit' }).min(0, { error: 'a number from 0' }),
  rate: z.number({ error: 'a number a second, without a unit' }).gt(0, { error: 'a number above 0' }),
} as const satisfies Record<Unit, z.ZodType<number>>;

type Limits = { readonly [Name in MetricName]: z.ZodOptional<(typeof limits)[Unit]> };
const limitsByMetric = Object.fromEntries(
  metricNames.map((name) => [name, limits[metrics[name].unit].optional()]),
) as Limits;

/** A budget as it is written: a strategy, and a limit for each of some metrics. */
export const budgetSchema = mapping({
  strategy: z.string({ error: "a strategy's label, or its name for all its rows" }),
  ...limitsByMetric,
}).superRefine(
  whenSound((budget, context) => {
    if (Object.keys(budget).length > 1) return;
    context.addIssue({
      code: 'custom',
      message: 'a budget without a limit: add one, such as peakLive: 40 MB',
    });
  }),
);

export type WrittenBudget = z.output<typeof budgetSchema>;
