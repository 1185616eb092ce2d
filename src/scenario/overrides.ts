import type { z } from 'zod';
import { UserError } from '../errors/user-error.ts';
import type { Profile, Status } from '../workload/profile.ts';
import { problemsOf } from './problems.ts';
import { scaleProfile, workflowsIn } from './profiles.ts';

/**
 * A hundred times production. The harness holds a fingerprint of each, and walks over them without looking up: for more, an
 * interruption would wait too long. (Up to 94,906,265, the square root of 2^53, a workload's index times a count is exact.)
 */
const maxWorkflows = 1_000_000;

/** A profile with its counts multiplied. UserError where that makes too many workflows. */
export const scaleWithin = (profile: Profile, scale: number): Profile => {
  const scaled = scaleProfile(profile, scale);
  const workflows = workflowsIn(scaled, Object.keys(scaled.statuses) as Status[]);
  if (workflows <= maxWorkflows) return scaled;
  throw new UserError(`scale ${scale} makes ${workflows} workflows of the profile "${profile.name}"`, {
    advice: `At most ${maxWorkflows} are possible.`,
  });
};

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
