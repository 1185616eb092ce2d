import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { messageOf } from '../../errors/user-error.ts';
import { type Fingerprint, fingerprintOf } from '../../record/journal/fingerprint.ts';
import type { Case, OldName } from '../../scenario/case.ts';

const count = z.int({ error: 'a whole number from 0' }).min(0, { error: 'a whole number from 0' });

const objectOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: ({ code }) => (code === 'invalid_type' ? 'an object' : undefined) });

const reportSchemaOf = (counts: Consumer['counts']) =>
  objectOf({
    /** Items that it processed: as many as it logged. */
    processed: count.optional(),
    tracedPeak: count.optional(),
    peakRss: count.optional(),
    /** What its consumer counted. */
    consumer: objectOf(Object.fromEntries(Object.keys(counts).map((name) => [name, count]))).optional(),
    /** What the program runs on, such as `CPython 3.11.7`. */
    version: z.string({ error: 'text' }).optional(),
  });

/** What a program may tell of itself; nothing of it is required. */
export type ProgramReport = z.output<ReturnType<typeof reportSchemaOf>>;

type Consumer = Case['consumers'][string];

/** With the consumer's report under its present name. */
const renamed = (data: unknown, formerly: string): unknown => {
  if (typeof data !== 'object' || data === null || !(formerly in data) || 'consumer' in data) return data;
  const { [formerly]: consumer, ...rest } = data as Readonly<Record<string, unknown>>;
  return { ...rest, consumer };
};

/** What was read, and by which old name if it had one; or what is wrong with it in one sentence. */
export type Read<Value> =
  | { readonly type: 'read'; readonly value: Value; readonly oldName?: OldName }
  | { readonly type: 'nonsense'; readonly message: string };

const read = <Value>(value: Value): Extract<Read<Value>, { type: 'read' }> => ({ type: 'read', value });
const nonsense = (message: string): Read<never> => ({ type: 'nonsense', message });

/** @returns an empty report where there is no file */
export const readReport = async (
  path: string,
  { counts, formerly }: Pick<Consumer, 'counts' | 'formerly'>,
): Promise<Read<ProgramReport>> => {
  const text = await textOf(path);
  if (text === null) return read({});
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (thrown) {
    return nonsense(`its report is not JSON (${messageOf(thrown)})`);
  }
  const schema = reportSchemaOf(counts);
  const current = formerly === undefined ? data : renamed(data, formerly);
  const parsed = schema.safeParse(current);
  if (parsed.success) {
    return formerly === undefined || current === data
      ? read(parsed.data)
      : { ...read(parsed.data), oldName: { was: formerly, is: 'consumer', in: "a program's report" } };
  }
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(schema.shape).join(', ');
    return nonsense(`its report has an unknown key "${issue.keys[0]}"; known: ${known}`);
  }
  const place = issue?.path.join('.') ?? '';
  const expected = `expected ${issue?.message}`;
  return nonsense(place === '' ? `its report: ${expected}` : `its report's "${place}": ${expected}`);
};

/**
 * The log of processed items: a line each, in order, of a name and what the case puts behind it, with tabs between.
 * @param state `cut short` if its writer may have been killed within a line: a last line without an end is then left out
 * @returns null where there is no file
 */
export const readProcessedLog = async (
  path: string,
  { columns, versionOf }: Case['log'],
  state: 'whole' | 'cut short' = 'whole',
): Promise<Read<Fingerprint[] | null>> => {
  const text = await textOf(path);
  if (text === null) return read(null);
  const lines = text.split('\n');
  if (lines.at(-1) === '' || state === 'cut short') lines.pop();
  const fingerprints: Fingerprint[] = [];
  for (const [i, line] of lines.entries()) {
    const [name = '', ...rest] = line.split('\t');
    const version = name === '' ? null : versionOf(name, rest);
    if (version === null) {
      return nonsense(
        `line ${i + 1} of its log of processed items is ${JSON.stringify(line)}, expected ${columns} with tabs between`,
      );
    }
    fingerprints.push(fingerprintOf(name, version));
  }
  return read(fingerprints);
};

const textOf = async (path: string): Promise<string | null> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
