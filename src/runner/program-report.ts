import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf } from '../errors/user-error.ts';
import { type Fingerprint, fingerprintOf } from '../record/fingerprint.ts';

const count = z.int({ error: 'a whole number from 0' }).min(0, { error: 'a whole number from 0' });

const objectOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: ({ code }) => (code === 'invalid_type' ? 'an object' : undefined) });

const reportSchema = objectOf({
  /** Workflows that it processed: as many as it logged. */
  processed: count.optional(),
  tracedPeak: count.optional(),
  peakRss: count.optional(),
  ruleCleaner: objectOf({
    total: count,
    cleaned: count,
    normalArchived: count,
    forceArchived: count,
  }).optional(),
  /** What the program runs on, such as `CPython 3.11.7`. */
  version: z.string({ error: 'text' }).optional(),
});

/** What a program may tell of itself; nothing of it is required. */
export type ProgramReport = z.output<typeof reportSchema>;

/** What was read, or what is wrong with it in one sentence. */
export type Read<Value> =
  | { readonly type: 'read'; readonly value: Value }
  | { readonly type: 'nonsense'; readonly message: string };

const read = <Value>(value: Value): Read<Value> => ({ type: 'read', value });
const nonsense = (message: string): Read<never> => ({ type: 'nonsense', message });

/** @returns an empty report where there is no file */
export const readReport = async (path: string): Promise<Read<ProgramReport>> => {
  const text = await textOf(path);
  if (text === null) return read({});
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (thrown) {
    return nonsense(`its report is not JSON (${messageOf(thrown)})`);
  }
  const parsed = reportSchema.safeParse(data);
  if (parsed.success) return read(parsed.data);
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(reportSchema.shape).join(', ');
    return nonsense(`its report has an unknown key "${issue.keys[0]}"; known: ${known}`);
  }
  const place = issue?.path.join('.') ?? '';
  const expected = `expected ${issue?.message}`;
  return nonsense(place === '' ? `its report: ${expected}` : `its report's "${place}": ${expected}`);
};

/**
 * The log of processed workflows: a line each, in order, of name, status and last transition (seconds since 1970, 0 for
 * none) with tabs between.
 * @param state `cut short` if its writer may have been killed within a line: a last line without an end is then left out
 * @returns null where there is no file
 */
export const readProcessedLog = async (
  path: string,
  state: 'whole' | 'cut short' = 'whole',
): Promise<Read<Fingerprint[] | null>> => {
  const text = await textOf(path);
  if (text === null) return read(null);
  const lines = text.split('\n');
  if (lines.at(-1) === '' || state === 'cut short') lines.pop();
  const fingerprints: Fingerprint[] = [];
  for (const [i, line] of lines.entries()) {
    const [name = '', status, time, ...more] = line.split('\t');
    if (name === '' || status === undefined || !/^\d+(\.\d+)?$/.test(time ?? '') || more.length > 0) {
      return nonsense(
        `line ${i + 1} of its log of processed workflows is ${JSON.stringify(line)}, expected name, status and last transition with tabs between`,
      );
    }
    fingerprints.push(fingerprintOf(name, status, Number(time)));
  }
  return read(fingerprints);
};

const textOf = async (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
