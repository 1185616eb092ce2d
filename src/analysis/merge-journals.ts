import { commandLine } from '../errors/command.ts';
import { UserError } from '../errors/user-error.ts';
import type { Journal, JournalHeader } from '../record/journal.ts';
import { type MetricName, metricNames } from '../record/metrics.ts';
import type { Warning } from '../record/run.ts';
import type { Metrics, Sample } from '../record/sample.ts';
import { isOfAnyMachine, machineDifferences } from './comparable.ts';
import { assertDistinctRuns, type NamedJournal } from './distinct-runs.ts';
import { sideEnvironment } from './sides.ts';

/**
 * Several journals of one scenario as one: the rounds of each follow those before, so that every pair of a round stays
 * one. Header and pilots are the first's, with the strategies and metrics of all. What depends on the machine is taken from
 * journals of the first one's machine alone, with a warning.
 * @throws UserError for a run that is named twice and for journals of different scenarios or code; what else must be equal, `analyseJournal` checks by the sample
 */
export const mergeJournals = (
  first: NamedJournal,
  others: readonly NamedJournal[],
): { readonly journal: Journal; readonly warnings: readonly Warning[] } => {
  const all = [first, ...others];
  assertDistinctRuns(all);
  for (const other of others) assertSameScenario(first, other);
  for (const [i, one] of all.entries()) for (const other of all.slice(i + 1)) assertSameCode(one, other);
  const isElsewhere = ({ journal }: NamedJournal): boolean =>
    machineDifferences(
      sideEnvironment(first.journal.header.environment),
      sideEnvironment(journal.header.environment),
    ).length > 0;
  const samples: Sample[] = [];
  for (const one of all) {
    const before = roundsOf(samples);
    const kept = one === first ? one.journal.samples : one.journal.samples.filter(isMeasuring);
    const shifted = kept.map((sample): Sample => shift(sample, before));
    samples.push(...(isElsewhere(one) ? shifted.map(withoutMachine) : shifted));
  }
  const elsewhere = others.filter(isElsewhere).map(({ name }) => name);
  return {
    journal: { header: mergeHeaders(all.map(({ journal }) => journal.header)), samples },
    warnings: elsewhere.length === 0 ? [] : [otherMachine(first.name, elsewhere)],
  };
};

const assertSameScenario = (first: NamedJournal, other: NamedJournal): void => {
  const [a, b] = [first.journal.header, other.journal.header];
  const differing = (
    [
      ['scenario', a.scenario.name, b.scenario.name],
      ['seed', a.scenario.seed, b.scenario.seed],
      ['scale', a.scenario.scale, b.scenario.scale],
      ['workload digest', a.workload.digest, b.workload.digest],
      ['reference', a.reference, b.reference],
      ['instrument of revision', a.environment.instrument, b.environment.instrument],
    ] as const
  ).find(([, one, two]) => one !== two);
  if (differing === undefined) return;
  const [what, one, two] = differing;
  throw new UserError(
    `journals of different runs cannot be merged: ${first.name} has the ${what} ${one}, ${other.name} ${two}`,
    {
      advice: `Report them one by one, or compare two of them: ${commandLine(['compare', 'BEFORE', 'AFTER'])}`,
    },
  );
};

/** What older versions did not record is taken to be the same. */
const assertSameCode = (one: NamedJournal, other: NamedJournal): void => {
  const [a, b] = [one.journal.header, other.journal.header];
  const differs = (was: string | undefined, is: string | undefined): boolean =>
    was !== undefined && is !== undefined && was !== is;
  const row = a.variants.find(({ label, code }) =>
    differs(code, b.variants.find((variant) => variant.label === label)?.code),
  );
  const isOtherTidemark = differs(a.environment.code, b.environment.code);
  if (row === undefined && !isOtherTidemark) return;
  const what = row === undefined ? "another revision of Tidemark's own code" : `other code of "${row.label}"`;
  throw new UserError(
    `runs of different code cannot be merged: ${other.name} was measured with ${what} than ${one.name}`,
    {
      advice: 'Compare them instead: tidemark compare BEFORE AFTER',
    },
  );
};

const mergeHeaders = ([first, ...others]: readonly JournalHeader[]): JournalHeader => {
  if (first === undefined) throw new Error('a merge needs a journal');
  const all = [first, ...others];
  const variants = new Map(all.flatMap((header) => header.variants.map((one) => [one.label, one] as const)));
  const wanted = new Set(all.flatMap(({ scenario }) => scenario.metrics));
  return {
    ...first,
    variants: first.variants.concat([...variants.values()].filter((one) => !has(first, one.label))),
    scenario: {
      ...first.scenario,
      samples: all.reduce((sum, { scenario }) => sum + scenario.samples, 0),
      metrics: metricNames.filter((name) => wanted.has(name)),
    },
  };
};

const has = ({ variants }: JournalHeader, label: string): boolean =>
  variants.some((variant) => variant.label === label);

const isMeasuring = ({ purpose }: Sample): boolean => purpose !== 'pilot';

const roundsOf = (samples: readonly Sample[]): number => Math.max(0, ...samples.map(({ round }) => round));

/** A pilot keeps its round 0. */
const shift = (sample: Sample, by: number): Sample =>
  isMeasuring(sample) ? { ...sample, round: sample.round + by } : sample;

const withoutMachine = (sample: Sample): Sample => {
  if (sample.outcome.status === 'failed') return sample;
  const kept = Object.entries(sample.outcome.metrics).filter(([name]) => isOfAnyMachine(name as MetricName));
  const metrics: Metrics = Object.fromEntries(kept);
  return { ...sample, outcome: { ...sample.outcome, metrics } };
};

const otherMachine = (first: string, others: readonly string[]): Warning => ({
  kind: 'other-machine',
  label: null,
  message: `${others.join(', ')} ${others.length === 1 ? 'was' : 'were'} measured on another machine than ${first}`,
  advice: `Times, resident memory and what V8 collects when are of ${first} alone; peak live is of all.`,
});
