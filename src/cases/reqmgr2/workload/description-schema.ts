import { z } from 'zod';
import { messageOf } from '../../../errors/user-error.ts';
import {
  mapping,
  numberAbove,
  numberFrom,
  partialMapping,
  whenSound,
  wholeNumber,
} from '../../../scenario/schema-parts.ts';
import {
  type DocumentMix,
  mostTasks,
  type NamePattern,
  plainShape,
  type RequestType,
  requestTypes,
  type SizeQuantiles,
  sizeQuantiles,
  statuses,
  type WorkloadDescription,
} from './description.ts';
import { createSizes, largestBytes } from './sizes.ts';

/** Shares may miss 1 by rounding. */
const shareTolerance = 0.001;

/**
 * Prefix and campaign of a name, in characters: `-00006__v1_T_250508_114352_1105` behind them has 28 to 31. Names of the
 * production system have 60 to 95, those of test systems 45 and more.
 */
export const headLength = { min: 8, max: 128 };

/** 64 levels are 2 kB of a document; the smallest have 5. */
export const maxNesting = 64;

/** Beyond these a document would have no keys to spare, or more keys than bytes. */
export const keysRange = [0.3, 3] as const;
export const lengthsRange = [0.2, 1] as const;

const share = numberFrom(0, 1);
const namePart = (noun: string) =>
  z
    .string({ error: noun })
    .regex(/^[\w.-]+$/, { error: `${noun} of letters, digits, dots, dashes and underscores` });

const counts = partialMapping('statuses', statuses, wholeNumber(0)).superRefine(
  whenSound((workflows, context) => {
    if (Object.values(workflows).some((count) => count > 0)) return;
    context.addIssue({ code: 'custom', message: 'at least one status needs a workflow' });
  }),
);

const types = mapping(
  Object.fromEntries(requestTypes.map((type) => [type, share.default(0)])) as Record<
    RequestType,
    z.ZodDefault<typeof share>
  >,
).superRefine(whenSound((shares, context) => checkShares(Object.values(shares), context)));

const longLumiLists = mapping({ share, minBytes: wholeNumber(1), maxBytes: wholeNumber(1) }).superRefine(
  whenSound(({ minBytes, maxBytes }, context) => {
    if (minBytes < maxBytes) return;
    context.addIssue({ code: 'custom', path: ['maxBytes'], message: 'maxBytes must be above minBytes' });
  }),
);

const quantile = wholeNumber(1, largestBytes);
const quantiles = mapping(
  Object.fromEntries(Object.keys(sizeQuantiles).map((name) => [name, quantile])) as Record<
    keyof SizeQuantiles,
    typeof quantile
  >,
).superRefine(whenSound((sizes, context) => checkOrder(sizes, context)));

const shape = mapping({
  keys: numberFrom(...keysRange).default(plainShape.keys),
  lengths: numberFrom(...lengthsRange).default(plainShape.lengths),
  maxTasks: wholeNumber(1, mostTasks).default(plainShape.maxTasks),
  remarks: share.default(plainShape.remarks),
  maxLevels: wholeNumber(2, 4).nullable().default(plainShape.maxLevels),
});

const documents = mapping({
  meanBytes: wholeNumber(1),
  types,
  spread: numberFrom(0, 3).optional(),
  nesting: wholeNumber(0, maxNesting).default(0),
  longLumiLists: longLumiLists.optional(),
  sizes: partialMapping('sizes', requestTypes, quantiles).optional(),
  shape: shape.optional(),
})
  .superRefine(
    whenSound((mix, context) => {
      const missing = missingOf(mix);
      if (missing.length === 0) return checkSizes(mix as DocumentMix, context);
      for (const message of missing) context.addIssue({ code: 'custom', message });
    }),
  )
  .transform((mix) => mix as DocumentMix);

const pattern = mapping({
  prefix: namePart('a prefix'),
  campaigns: z
    .array(namePart('a campaign'), { error: 'a list of campaigns' })
    .min(1, { error: 'at least one campaign' }),
  share: numberAbove(0),
});

const names = z
  .array(pattern, { error: 'a list of name patterns' })
  .min(1, { error: 'at least one name pattern' })
  .superRefine(
    whenSound((patterns, context) => {
      checkShares(
        patterns.map((each) => each.share),
        context,
      );
      checkHeads(patterns, context);
    }),
  );

export const descriptionSchema: z.ZodType<WorkloadDescription> = mapping({
  name: z.string({ error: 'a name' }).min(1, { error: 'a name' }),
  statuses: counts,
  documents,
  names,
  locks: mapping({ global: wholeNumber(0), parent: wholeNumber(0) }),
});

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

const checkShares = (shares: readonly number[], context: z.RefinementCtx): void => {
  if (Math.abs(sumOf(shares) - 1) <= shareTolerance) return;
  context.addIssue({
    code: 'custom',
    message: `the shares add up to ${Number(sumOf(shares).toFixed(4))}, and must add up to 1`,
  });
};

const checkSizes = (mix: DocumentMix, context: z.RefinementCtx): void => {
  try {
    createSizes(mix);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    context.addIssue({
      code: 'custom',
      path: ['meanBytes'],
      message: `this mean does not fit the types and ${mix.sizes === undefined ? 'the long LumiLists' : 'their sizes'}: ${messageOf(thrown)}`,
    });
  }
};

const checkOrder = (sizes: SizeQuantiles, context: z.RefinementCtx): void => {
  const names = Object.keys(sizeQuantiles) as (keyof SizeQuantiles)[];
  names.forEach((name, i) => {
    const before = names[i - 1];
    if (before === undefined || sizes[before] <= sizes[name]) return;
    context.addIssue({ code: 'custom', path: [name], message: `${name} must not be below ${before}` });
  });
};

/** Sizes are said by spread and longLumiLists, or by themselves. */
const missingOf = ({
  sizes,
  ...modelled
}: Partial<Record<'sizes' | 'spread' | 'longLumiLists', unknown>>): string[] => {
  const keys = ['spread', 'longLumiLists'] as const;
  return keys.flatMap((key) => {
    const isThere = modelled[key] !== undefined;
    if (isThere === (sizes === undefined)) return [];
    return isThere
      ? [`"${key}" has no meaning beside "sizes": remove one of the two`]
      : [`"${key}" is missing: expected spread and longLumiLists, or sizes`];
  });
};

/** A name must lead back to its pattern and campaign, so none of their texts may begin with another. */
const checkHeads = (patterns: readonly NamePattern[], context: z.RefinementCtx): void => {
  const heads = patterns.flatMap(({ prefix, campaigns }, i) =>
    campaigns.map((campaign, j) => ({ text: prefix + campaign, path: [i, 'campaigns', j] })),
  );
  heads.forEach(({ text, path }, place) => {
    if (text.length < headLength.min || text.length > headLength.max) {
      context.addIssue({
        code: 'custom',
        path,
        message: `prefix and campaign ("${text}") must have ${headLength.min} to ${headLength.max} characters together, not ${text.length}`,
      });
    }
    const other = heads.find(
      (head, i) => i !== place && text.startsWith(head.text) && (head.text !== text || i < place),
    );
    if (other !== undefined) {
      context.addIssue({
        code: 'custom',
        path,
        message: `"${text}" begins with another prefix and campaign, "${other.text}": names could not be told apart`,
      });
    }
  });
};
