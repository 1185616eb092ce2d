import type { z } from 'zod';
import { UserError } from '../errors/user-error.ts';
import { problemsOf } from './problems.ts';

/** What a command line sets, held against the schema of the key that it stands for; else what is written. */
export const overridden = <Output>(
  flag: string,
  schema: z.ZodType<Output>,
  given: unknown,
  written: Output,
): Output => {
  if (given === undefined) return written;
  const value = typeof given === 'string' ? typedNumber(given) : given;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [problem] = problemsOf(parsed.error.issues, value);
  throw new UserError(`${flag}: ${problem?.message}`, { advice: problem?.advice });
};

/** The number that a text is, or the text, for the schema to refuse. */
const typedNumber = (text: string): number | string =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
