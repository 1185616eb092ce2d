import { z } from 'zod';
import { orKnownKeys } from '../record/shape.ts';
import { byteUnits, parseBytes } from '../units/bytes.ts';

/**
 * The parts that the schemas are made of. An issue's message is what was expected, without the word; `problemsOf` adds
 * what was found. For an unknown key it is the known ones with a comma between; for an unknown name, what is named.
 */
export const mapping = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: orKnownKeys(Object.keys(shape), `a mapping with ${Object.keys(shape).join(', ')}`),
  });

export { partialMapping } from '../record/shape.ts';

/** The message of an issue that says: this value is not meant for this branch of a union. */
export const otherKind = 'a value of another kind';

export const nameOf = <const Name extends string>(noun: string, names: readonly Name[]) =>
  z.enum(names, { error: noun });

export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) => {
  const error =
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};

export const numberFrom = (min: number, max?: number) => {
  const error = max === undefined ? `a number from ${min}` : `a number from ${min} to ${max}`;
  const number = z.number({ error }).min(min, { error });
  return max === undefined ? number : number.max(max, { error });
};

export const numberAbove = (bound: number, max?: number) => {
  const error = max === undefined ? `a number above ${bound}` : `a number above ${bound}, up to ${max}`;
  const number = z.number({ error }).gt(bound, { error });
  return max === undefined ? number : number.max(max, { error });
};

/** A rule across several values, asked only where each of them is right by itself. */
export const whenSound =
  <Value>(rule: (value: Value, context: z.RefinementCtx) => void) =>
  (value: Value, context: z.RefinementCtx): void => {
    if (context.issues.length === 0) rule(value, context);
  };

/** A list of names, none of which may stand twice. */
export const distinct = <Name extends z.ZodType<string>>(list: z.ZodArray<Name>, min: number) =>
  list.min(min, { error: `a list of at least ${min}` }).superRefine((names, context) => {
    names.forEach((name, i) => {
      if (names.indexOf(name) < i)
        context.addIssue({ code: 'custom', path: [i], message: `"${name}" stands twice` });
    });
  });

/** A size with its unit, such as `750 MiB`, as bytes. A bare number is refused: nobody could tell MB from MiB. */
export const byteSize = z
  .string({ error: `a size with its unit (${byteUnits.join(', ')}), such as 750 MiB` })
  .transform((text, context) => {
    const bytes = parseBytes(text);
    if (bytes !== null && bytes > 0) return bytes;
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no size: expected a number above 0 and a unit (${byteUnits.join(', ')}), such as 750 MiB`,
    });
    return z.NEVER;
  });

/** What a row runs in, as a scenario writes it. */
export const runtimeName = z
  .string({ error: 'a name' })
  .regex(/^[a-z][\w.+-]*$/, { error: 'a name in lower case, such as python' });
