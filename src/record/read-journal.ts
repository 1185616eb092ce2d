import { messageOf, UserError } from '../errors/user-error.ts';
import type { Journal, JournalHeader } from './journal.ts';
import { isMetricName, purposes } from './metrics.ts';
import type { Warning } from './run.ts';
import { failureKinds, type Sample } from './sample.ts';

export interface ReadJournal {
  readonly journal: Journal;
  /** What was left out; empty for a whole journal. */
  readonly warnings: readonly Warning[];
}

/**
 * The text of a `samples.jsonl`. A last line without its newline that does not parse was cut while it was written: it
 * counts for nothing, with a warning. A run may so have no sample at all.
 * @param file named in messages
 * @throws UserError with file and line for a missing header, a broken line, or an entry that is not a sample of this run
 */
export const parseJournal = (text: string, file: string): ReadJournal => {
  const lines = text.split('\n');
  const unended = lines.pop() ?? '';
  const isCut = unended !== '' && !isJson(unended);
  if (unended !== '' && !isCut) lines.push(unended);

  const [first, ...rest] = lines;
  if (first === undefined) {
    throw malformed('the journal has no header', { file, line: 1 }, isCut ? cutHeaderAdvice : headerAdvice);
  }
  const header = asHeader(entryOf(first, { file, line: 1 }), { file, line: 1 });
  const labels = new Set(header.variants.map(({ label }) => label));
  const samples = rest.map((line, i) => {
    const place = { file, line: i + 2 };
    return asSample(entryOf(line, place), labels, place);
  });
  return { journal: { header, samples }, warnings: isCut ? [cutWarning(file, lines.length + 1)] : [] };
};

interface LinePlace {
  readonly file: string;
  readonly line: number;
}

const headerAdvice =
  'Expected a first line {"type":"run","schema":"tidemark/journal@1",…}: is this a samples.jsonl?';
const cutHeaderAdvice =
  'The only line is cut in the middle, so nothing was measured. Run the scenario again.';
const sampleAdvice = 'Remove the line to go on without that sample, or take the journal from a backup.';

const cutWarning = (file: string, line: number): Warning => ({
  kind: 'journal-cut',
  label: null,
  message: `${file}:${line}: the last line is cut in the middle and counts for nothing`,
  advice: 'The process ended while it wrote that sample. For the whole of it, run the scenario again.',
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

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entryOf = (line: string, place: LinePlace): unknown => {
  try {
    return JSON.parse(line);
  } catch (error) {
    const advice = place.line === 1 ? headerAdvice : sampleAdvice;
    throw malformed(`the line is not JSON (${messageOf(error)})`, place, advice, error);
  }
};

const asHeader = (entry: unknown, place: LinePlace): JournalHeader => {
  if (!isObject(entry) || entry.type !== 'run')
    throw malformed('the journal has no header', place, headerAdvice);
  if (entry.schema !== 'tidemark/journal@1') {
    throw malformed(
      `the journal has the schema ${JSON.stringify(entry.schema)}, expected "tidemark/journal@1"`,
      place,
      'Read it with the version of tidemark that wrote it.',
    );
  }
  const fault = headerFault(entry);
  if (fault !== undefined) throw malformed(`the journal's header is damaged: ${fault}`, place, headerAdvice);
  return withDefaults(entry as unknown as JournalHeader);
};

/** Journals from before there were programs, claims and budgets say nothing of them. */
const withDefaults = (header: JournalHeader): JournalHeader => ({
  ...header,
  claims: header.claims ?? [],
  budgets: header.budgets ?? [],
  variants: header.variants.map((variant) => ({ ...variant, program: variant.program ?? null })),
});

const headerFault = ({
  scenario,
  environment,
  workload,
  reference,
  variants,
  claims,
  budgets = [],
}: Fields): string | undefined => {
  if (!isObject(scenario) || typeof scenario.name !== 'string' || typeof scenario.samples !== 'number') {
    return '"scenario" lacks its name or samples';
  }
  if (!isNames(scenario.metrics) || !scenario.metrics.every(isMetricName))
    return '"scenario.metrics" is no list of metrics';
  if (!isObject(environment) || typeof environment.node !== 'string') return '"environment" lacks its node';
  if (!isObject(workload) || typeof workload.workflows !== 'number' || !isObject(workload.byStatus)) {
    return '"workload" lacks its workflows or byStatus';
  }
  if (reference !== null && typeof reference !== 'string') return '"reference" is neither a label nor null';
  if (!Array.isArray(variants) || !variants.every((one) => isObject(one) && typeof one.label === 'string')) {
    return '"variants" is no list of strategies';
  }
  if (claims !== undefined && !Array.isArray(claims)) return '"claims" is no list';
  if (!Array.isArray(budgets) || !budgets.every(isBudget)) return '"budgets" is no list of limits';
  return undefined;
};

const isBudget = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.label === 'string' &&
  isMetricName(String(value.metric)) &&
  Number.isFinite(value.limit);

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

const asSample = (entry: unknown, labels: ReadonlySet<string>, place: LinePlace): Sample => {
  if (isObject(entry) && entry.type === 'run') {
    throw malformed(
      'a second header',
      place,
      'Two journals were joined: split them here, and report them as two runs.',
    );
  }
  if (!isObject(entry) || entry.type !== 'sample') throw malformed('not a sample', place, sampleAdvice);
  const fault = sampleFault(entry, labels);
  if (fault !== undefined) throw malformed(`the sample is damaged: ${fault}`, place, sampleAdvice);
  return entry as unknown as Sample;
};

const sampleFault = (
  { label, purpose, round, conditions, outcome }: Fields,
  labels: ReadonlySet<string>,
): string | undefined => {
  if (typeof label !== 'string' || !labels.has(label)) {
    return `the header has no strategy ${JSON.stringify(label)}, but ${[...labels].join(', ')}`;
  }
  const known: readonly unknown[] = ['pilot', ...purposes];
  if (!known.includes(purpose)) return `"purpose" is none of ${known.join(', ')}`;
  const firstRound = purpose === 'pilot' ? 0 : 1;
  if (!Number.isInteger(round) || Number(round) < firstRound) {
    return `"round" is no whole number from ${firstRound}`;
  }
  if (
    !isObject(conditions) ||
    !isNames(conditions.flags) ||
    !isNames([conditions.node, conditions.arch, conditions.workloadDigest])
  ) {
    return '"conditions" lack node, arch, flags or workloadDigest';
  }
  return isObject(outcome) ? outcomeFault(outcome) : '"outcome" is missing';
};

const outcomeFault = (outcome: Fields): string | undefined => {
  const { status, failure, metrics, unavailable, completeness, ruleCleaner } = outcome;
  if (status === 'failed') {
    const known = isObject(failure) && (failureKinds as readonly unknown[]).includes(failure.kind);
    if (!known || typeof failure.message !== 'string') return '"failure" lacks a known kind or its message';
    return completeness === null || isCompleteness(completeness) ? undefined : '"completeness" lacks a count';
  }
  if (status !== 'completed') return '"outcome.status" is neither completed nor failed';
  if (!isObject(metrics) || !areFinite(Object.values(metrics)))
    return '"metrics" holds something that is no number';
  if (!isObject(unavailable)) return '"unavailable" is missing';
  if (completeness !== null && !isCompleteness(completeness)) return '"completeness" lacks a count';
  if (ruleCleaner !== null && !isCleanerReport(ruleCleaner)) return '"ruleCleaner" lacks a count';
  return isObject(outcome.detail) && typeof outcome.detail.kind === 'string'
    ? undefined
    : '"detail" is missing';
};

const cleanerCounts = ['total', 'cleaned', 'normalArchived', 'forceArchived'];
const completenessCounts = ['expected', 'processed', 'missed', 'duplicated', 'stale'];

const isCleanerReport = (value: unknown): boolean =>
  isObject(value) && areFinite(cleanerCounts.map((name) => value[name]));

const areFinite = (values: readonly unknown[]): boolean => values.every(Number.isFinite);

const isCompleteness = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.digestMatches === 'boolean' &&
  areFinite(completenessCounts.map((name) => value[name]));
