import { messageOf, UserError } from '../../errors/user-error.ts';
import type { Warning } from '../run.ts';
import { readAs } from '../shape.ts';
import {
  type BrokenOffEntry,
  brokenOffShape,
  headerShape,
  type Journal,
  type JournalHeader,
} from './journal.ts';
import { type Sample, sampleShape } from './sample.ts';

export interface ReadJournal {
  readonly journal: Journal;
  /** What was left out; empty for a whole journal. */
  readonly warnings: readonly Warning[];
}

/** Makes what an older version wrote into what this one writes; of what is not as expected, the reader tells. */
export type Upgrade = (entry: unknown) => unknown;

/**
 * The text of a `samples.jsonl`. A last line without its newline that does not parse was cut while it was written: it
 * counts for nothing, with a warning. A run may so have no sample at all.
 * @param file named in messages
 * @param upgrade of the lines of a journal whose schema is `tidemark/journal@1`
 * @throws UserError with file and line for a missing header, a broken line, an entry that is not a sample of this run, and
 *   for a sample that stands twice
 */
export const parseJournal = (text: string, file: string, upgrade: Upgrade): ReadJournal => {
  const lines = text.split('\n');
  const unended = lines.pop() ?? '';
  const isCut = unended !== '' && !isJson(unended);
  if (unended !== '' && !isCut) lines.push(unended);

  const [first, ...rest] = lines;
  if (first === undefined) {
    throw malformed('the journal has no header', { file, line: 1 }, isCut ? cutHeaderAdvice : headerAdvice);
  }
  const written = entryOf(first, { file, line: 1 });
  const current: Upgrade = schemaOf(written) === 'tidemark/journal@1' ? upgrade : (entry) => entry;
  const header = asHeader(withRows(current(written)), { file, line: 1 });
  const entries = rest.map((line, i) => {
    const place = { file, line: i + 2 };
    const entry = current(entryOf(line, place));
    return asEnd(entry, place) ?? asSample(entry, header, place);
  });
  const samples = entries.filter((entry) => entry.type === 'sample');
  refuseTwins(samples, file);
  return {
    journal: { header, samples },
    warnings: [
      ...entries.filter((entry) => entry.type === 'broken-off').map(({ why }) => brokenOffWarning(why)),
      ...(isCut ? [cutWarning(file, lines.length + 1)] : []),
    ],
  };
};

interface LinePlace {
  readonly file: string;
  readonly line: number;
}

const headerAdvice =
  'Expected a first line {"type":"run","schema":"tidemark/journal@2",…}: is this a samples.jsonl?';
const cutHeaderAdvice =
  'The only line is cut in the middle, so nothing was measured. Run the scenario again.';
const damagedHeaderAdvice = 'Take the journal from a backup, or run the scenario again.';
const sampleAdvice = 'Remove the line to go on without that sample, or take the journal from a backup.';

const cutWarning = (file: string, line: number): Warning => ({
  kind: 'journal-cut',
  label: null,
  message: `${file}:${line}: the last line is cut in the middle and counts for nothing`,
  advice: 'The process ended while it wrote that sample. For the whole of it, run the scenario again.',
});

const brokenOffWarning = (why: string): Warning => ({
  kind: 'broken-off',
  label: null,
  message: `the run broke off: ${why}`,
  advice: 'The figures are of the samples that there are. For all of them, run the scenario again.',
});

const malformed = (problem: string, place: LinePlace, advice: string, cause?: unknown): UserError =>
  new UserError(problem, { place, advice, cause });

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const typeOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'type') : undefined;

const schemaOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'schema') : undefined;

/** The first journals of `@2` called their rows `variants`, as `@1` did. */
const withRows = (header: unknown): unknown => {
  if (typeof header !== 'object' || header === null || !('variants' in header) || 'rows' in header)
    return header;
  const { variants: rows, ...rest } = header;
  return { ...rest, rows };
};

const entryOf = (line: string, place: LinePlace): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    const advice = place.line === 1 ? headerAdvice : sampleAdvice;
    throw malformed(`the line is not JSON (${messageOf(error)})`, place, advice, error);
  }
};

const asHeader = (entry: unknown, place: LinePlace): JournalHeader => {
  if (typeOf(entry) !== 'run') throw malformed('the journal has no header', place, headerAdvice);
  const schema = schemaOf(entry);
  if (schema !== 'tidemark/journal@2') {
    const found = schema === undefined ? 'no schema' : `the schema ${JSON.stringify(schema)}`;
    throw malformed(
      `the journal has ${found}, expected "tidemark/journal@2"`,
      place,
      'Read it with the version of tidemark that wrote it.',
    );
  }
  const read = readAs(headerShape, entry);
  if ('value' in read) return read.value;
  throw malformed(`the journal's header is damaged: ${read.fault}`, place, damagedHeaderAdvice);
};

/** Undefined for what is no end of a run. */
const asEnd = (entry: unknown, place: LinePlace): BrokenOffEntry | undefined => {
  if (typeOf(entry) !== 'broken-off') return undefined;
  const read = readAs(brokenOffShape, entry);
  if ('value' in read) return read.value;
  throw malformed(`the end of the run is damaged: ${read.fault}`, place, sampleAdvice);
};

const asSample = (entry: unknown, header: JournalHeader, place: LinePlace): Sample => {
  if (typeOf(entry) === 'run') {
    throw malformed(
      'a second header',
      place,
      'Two journals were joined: split them here, and report them as two runs.',
    );
  }
  if (typeOf(entry) !== 'sample') throw malformed('not a sample', place, sampleAdvice);
  const read = readAs(sampleShape, entry);
  const fault = 'fault' in read ? read.fault : strangenessOf(read.value, header);
  if (fault !== null) throw malformed(`the sample is damaged: ${fault}`, place, sampleAdvice);
  return (read as { readonly value: Sample }).value;
};

/** Why a sample cannot be of the run that the header describes; null if it can. */
const strangenessOf = (
  { label, purpose, round, conditions }: Sample,
  { rows, scenario, environment, workload }: JournalHeader,
): string | null => {
  if (!rows.some((row) => row.label === label)) {
    const known = rows.map((row) => row.label).join(', ');
    return `the header has no strategy ${JSON.stringify(label)}, but ${known || 'none at all'}`;
  }
  const [first, last] = purpose === 'pilot' ? [0, 0] : [1, scenario.samples];
  if (round < first || round > last) {
    return `"round" of a ${purpose} sample: expected ${first === last ? first : `${first} to ${last}`}; found ${round}`;
  }
  const known = { node: environment.node, arch: environment.arch, workloadDigest: workload.digest };
  for (const condition of ['node', 'arch', 'workloadDigest'] as const) {
    if (conditions[condition] === known[condition]) continue;
    return `"conditions.${condition}" is ${JSON.stringify(conditions[condition])}, and the header's is ${JSON.stringify(known[condition])}`;
  }
  return null;
};

/** In a run a sample is known by its row, purpose and round: a second one is the same evidence again, or a mistake. */
const refuseTwins = (samples: readonly Sample[], file: string): void => {
  const lineOf = new Map<string, number>();
  for (const [i, { label, purpose, round }] of samples.entries()) {
    const key = JSON.stringify([label, purpose, round]);
    const line = i + 2;
    const before = lineOf.get(key);
    if (before !== undefined) {
      throw malformed(
        `the sample "${label}" (${purpose}, round ${round}) stands twice: it was in line ${before} already`,
        { file, line },
        'Each sample counts once: remove one of the two lines.',
      );
    }
    lineOf.set(key, line);
  }
};
