import { z } from 'zod';
import { metricNames } from '../metrics.ts';
import { finite, flag, name, type Of, objectOf, oneOf, text } from '../shape.ts';
import { spreadShape } from './claims.ts';

/** A limit that a strategy's metric must stay under, in the metric's unit. */
export const budgetShape = objectOf({ label: name, metric: oneOf(metricNames), limit: finite });
export type Budget = Of<typeof budgetShape>;

export const judgedBudgetShape = z.discriminatedUnion('verdict', [
  objectOf({
    ...budgetShape.shape,
    /** `undecided`: the spread lies over the limit. */
    verdict: oneOf(['within', 'over', 'undecided']),
    median: finite,
    spread: spreadShape,
  }),
  objectOf({
    ...budgetShape.shape,
    verdict: z.literal('not measured'),
    why: text,
    /** Whether the command line did not ask for the metric. */
    isLeftOut: flag.exactOptional(),
  }),
]);
export type JudgedBudget = Of<typeof judgedBudgetShape>;
