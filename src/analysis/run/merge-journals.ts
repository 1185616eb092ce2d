import { commandLine } from '../../errors/command.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Journal, JournalHeader } from '../../record/journal/journal.ts';
import type { Metrics, Sample } from '../../record/journal/sample.ts';
import { isMetricName, metricNames, metrics } from '../../record/metrics.ts';
import type { Warning } from '../../record/run.ts';
import { type MachineDifference, machineDifferences, machinesInWords } from '../changes/comparable.ts';
import { sideEnvironment } from '../changes/sides.ts';
import { assertDistinctRuns, type NamedJournal } from './distinct-runs.ts';
import { differingFacts, type Fact, nameOfFact } from './facts.ts';

/**
 * Several journals of one scenario as one: the rounds of each follow those before, so that every pair of a round stays
 * one. Header and pilots are the first's, with the strategies and metrics of all. What depends on the machine is taken from
 * journals of the first one's machine alone, with a warning.
 * @throws UserError for a run that is named twice and for journals of runs that differ in what was measured (`facts.ts`); what else must be equal, `analyseJournal` checks by the sample
 */
export const mergeJournals = (
  first: NamedJournal,
  others: readonly NamedJournal[],
): { readonly journal: Journal; readonly warnings: readonly Warning[] } => {
  const all = [first, ...others];
  assertDistinctRuns(all);
  for (const [i, one] of all.entries()) for (const other of all.slice(i + 1)) assertSameRuns(one, other);
  const differences = ({ journal }: NamedJournal): MachineDifference[] =>
    machineDifferences(
      sideEnvironment(first.journal.header.environment),
      sideEnvironment(journal.header.environment),
    );
  const isElsewhere = (one: NamedJournal): boolean => differences(one).length > 0;
  const samples: Sample[] = [];
  for (const one of all) {
    const before = roundsOf(samples);
    const kept = one === first ? one.journal.samples : one.journal.samples.filter(isMeasuring);
    const shifted = kept.map((sample): Sample => shift(sample, before));
    samples.push(...(isElsewhere(one) ? shifted.map(withoutMachine) : shifted));
  }
  const header = mergeHeaders(all.map(({ journal }) => journal.header));
  return {
    journal:
      others.length === 0
        ? { header, samples }
        : { header, samples, parts: all.map(({ journal }) => journal) },
    warnings: [
      ...others.flatMap((other) => ofFirstAlone(first, other)),
      ...others.filter(isElsewhere).map((other) => otherMachine(first.name, other.name, differences(other))),
    ],
  };
};

/** The facts of the header that decide what was measured; what a journal of an older version does not tell is taken to be the same. */
const assertSameRuns = (one: NamedJournal, other: NamedJournal): void => {
  const [first, ...more] = factsBetween(one, other).filter(({ rule }) => rule.merged === 'refused');
  if (first === undefined) return;
  const also =
    more.length === 0 ? '' : `; they also differ in ${[...new Set(more.map(nameOfFact))].join(', ')}`;
  throw new UserError(
    `journals of different runs cannot be merged: ${one.name} has the ${nameOfFact(first)} ${first.was}, ${other.name} ${first.is}${also}`,
    {
      advice: `Report them one by one, or compare two of them: ${commandLine(['compare', 'BEFORE', 'AFTER'])}`,
    },
  );
};

const factsBetween = (one: NamedJournal, other: NamedJournal): Fact[] =>
  differingFacts(one.journal.header, other.journal.header);

/** What only the first one's header says. Whole claims are too long for a sentence. */
const ofFirstAlone = (first: NamedJournal, other: NamedJournal): Warning[] => {
  const differences = factsBetween(first, other)
    .filter(({ rule }) => rule.merged === 'told')
    .map((fact) =>
      fact.was.length + fact.is.length > 80
        ? nameOfFact(fact)
        : `${nameOfFact(fact)} ${fact.was} and ${fact.is}`,
    );
  return differences.length === 0
    ? []
    : [
        {
          kind: 'other-header',
          label: null,
          message: `${first.name} and ${other.name} differ in what does not decide a figure: ${differences.join('; ')}`,
          advice: `What ${first.name} has of it counts.`,
        },
      ];
};

const mergeHeaders = ([first, ...others]: readonly JournalHeader[]): JournalHeader => {
  if (first === undefined) throw new Error('a merge needs a journal');
  const all = [first, ...others];
  const rows = new Map(all.flatMap((header) => header.rows.map((one) => [one.label, one] as const)));
  const wanted = new Set(all.flatMap(({ scenario }) => scenario.metrics));
  return {
    ...first,
    rows: first.rows.concat([...rows.values()].filter((one) => !has(first, one.label))),
    scenario: {
      ...first.scenario,
      samples: all.reduce((sum, { scenario }) => sum + scenario.samples, 0),
      metrics: metricNames.filter((name) => wanted.has(name)),
    },
  };
};

const has = ({ rows }: JournalHeader, label: string): boolean => rows.some((row) => row.label === label);

const isMeasuring = ({ purpose }: Sample): boolean => purpose !== 'pilot';

const roundsOf = (samples: readonly Sample[]): number => Math.max(0, ...samples.map(({ round }) => round));

/** A pilot keeps its round 0. */
const shift = (sample: Sample, by: number): Sample =>
  isMeasuring(sample) ? { ...sample, round: sample.round + by } : sample;

const withoutMachine = (sample: Sample): Sample => {
  if (sample.outcome.status === 'failed') return sample;
  const kept = Object.entries(sample.outcome.metrics).filter(
    ([name]) => isMetricName(name) && metrics[name].isPortable,
  );
  const figures: Metrics = Object.fromEntries(kept);
  return { ...sample, outcome: { ...sample.outcome, metrics: figures } };
};

const otherMachine = (first: string, other: string, differences: readonly MachineDifference[]): Warning => ({
  kind: 'other-machine',
  label: null,
  message: `${first} and ${other} were measured ${machinesInWords(differences)}`,
  advice: `Times, resident memory and what V8 collects when are of ${first} alone; peak live is of all.`,
});
