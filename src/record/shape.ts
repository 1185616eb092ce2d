import { z } from 'zod';

/**
 * The parts that the shapes of a record are made of. An issue's message is what was expected, without the word; one of a
 * rule across values is a sentence. Keys that a newer version may have added are left out.
 */
export const objectOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape, expected = 'an object') =>
  z.object(shape, { error: expected });

/** The type of what has a shape. Types are inferred from shapes and stand nowhere else; nothing of a record is changed. */
export type Of<Shape extends z.ZodType> = Frozen<z.output<Shape>>;

type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

export const text = z.string({ error: 'text' });
export const name = z.string({ error: 'text' }).min(1, { error: 'text' });
export const flag = z.boolean({ error: 'true or false' });
export const finite = z.number({ error: 'a number' });

/** Beyond it a count is no longer exact, and a sum of squares may leave the range of numbers. */
const largest = Number.MAX_SAFE_INTEGER;

export const amount = finite
  .min(0, { error: 'a number from 0' })
  .max(largest, { error: `a number up to ${largest}` });

export const countFrom = (least: number) => {
  const expected = { error: `a whole number from ${least}` };
  return z.int(expected).min(least, expected);
};
export const count = countFrom(0);

export const listOf = <Item extends z.ZodType>(item: Item, of: string) =>
  z.array(item, { error: `a list of ${of}` });

export const oneOf = <const Value extends string>(values: readonly Value[]) =>
  z.enum(values, { error: `one of ${values.join(', ')}` });

/** Two ends, the lower first. */
export const interval = z.tuple([finite, finite], { error: 'two numbers' });

/** A mapping from some of the keys to values of one kind; no other key may stand in it. */
export const partialMapping = <const Key extends string, Value extends z.ZodType>(
  noun: string,
  keys: readonly Key[],
  value: Value,
) => z.partialRecord(z.enum(keys), value, { error: orKnownKeys(keys, `a mapping whose keys are ${noun}`) });

/** What was expected; for an unknown key, the known ones with a comma between. */
export const orKnownKeys =
  (known: readonly string[], expected: string) =>
  (issue: { readonly code?: string | undefined }): string =>
    issue.code === 'unrecognized_keys' ? known.join(', ') : expected;

/** As `Date.toISOString` writes it. */
export const instant = z.iso.datetime({ error: 'a time such as 2026-11-24T07:35:12.000Z' });

/** A row is known by its label. */
export const eachLabelOnce = (
  rows: readonly { readonly label: string }[],
  context: z.RefinementCtx,
): void => {
  const seen = new Set<string>();
  for (const [i, { label }] of rows.entries()) {
    if (seen.has(label))
      context.addIssue({
        code: 'custom',
        path: [i, 'label'],
        message: `the label ${JSON.stringify(label)} stands twice`,
      });
    seen.add(label);
  }
};

/** What is wrong with a value that is to have a shape, in a sentence; null if nothing is. The first fault is the told one. */
export const readAs = <Output>(
  shape: z.ZodType<Output>,
  value: unknown,
): { readonly value: Output } | { readonly fault: string } => {
  const parsed = shape.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const where = path.length === 0 ? 'it' : JSON.stringify(path.map(String).join('.'));
  if (issue?.code === 'custom') return { fault: `${where}: ${issue.message}` };
  const expected = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message;
  const found = path.reduce<unknown>(
    (outer, key) => (typeof outer === 'object' && outer !== null ? Reflect.get(outer, key) : undefined),
    value,
  );
  if (found === undefined) return { fault: `${where} is missing: expected ${expected}` };
  return { fault: `${where}: expected ${expected}; found ${inWords(found)}` };
};

const longestTold = 60;

const inWords = (value: unknown): string => {
  const json = JSON.stringify(value);
  return json.length > longestTold ? `${json.slice(0, longestTold)}…` : json;
};
