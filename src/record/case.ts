import { z } from 'zod';
import { name, type Of, objectOf, text } from './shape.ts';

/** What a run was about, and what its reports call things: a report needs nothing of the case itself. */
export const caseShape = objectOf({
  name,
  /** The consumer that was run. */
  consumer: name,
  words: objectOf({
    /** What a strategy yields: `workflow`, `workflows`. */
    item: name,
    items: name,
    /** Who processes the items: `rule cleaner`. */
    consumer: text,
    /** The consumer's counts, in words, in the order of their columns. */
    counts: z.record(z.string(), text, { error: 'counts by name' }).readonly(),
  }),
});
export type CaseRecord = Of<typeof caseShape>;
export type CaseWords = CaseRecord['words'];

/** What a run is about whose rows have work of their own, for which nothing is served. */
export const noCase = 'none';

export const isWithoutServices = ({ name: of }: Pick<CaseRecord, 'name'>): boolean => of === noCase;
