import { isDeepStrictEqual } from 'node:util';
import type { CaseRecord } from '../../record/case.ts';
import type { Facts, HeaderParts, Known } from '../../record/journal/facts.ts';
import type {
  Environment,
  JournalHeader,
  ScenarioSummary,
  WorkloadSummary,
} from '../../record/journal/journal.ts';
import type { Row } from '../../record/journal/sample.ts';
import { promptServices } from '../../record/journal/services-behaviour.ts';

/** What is to be done where a fact of two runs differs. */
interface Rule {
  /** Their samples may not be put together; they may, and the reader is told; or it does not matter. */
  readonly merged: 'refused' | 'told' | 'free';
  /** Two runs that differ may be compared: is the reader told here? If not, it is the question itself, or another check tells. */
  readonly compared: 'told' | 'free';
  /** How messages call it; a value of several parts has the differing part's name behind it. */
  readonly says: string;
}

const decides = (says: string): Rule => ({ merged: 'refused', compared: 'told', says });
/** What `compare` is asked about, such as code, or itself refuses or tells (`comparable.ts`, `changes.ts`). */
const decidesMerge = (says: string): Rule => ({ merged: 'refused', compared: 'free', says });
/** Of the first run alone. */
const ofFirst = (says: string): Rule => ({ merged: 'told', compared: 'free', says });
const free: Rule = { merged: 'free', compared: 'free', says: '' };
/** `machineDifferences` compares it, for a merge and for a comparison. */
const ofMachine = free;

type Rules<Type> = { readonly [Key in keyof Required<Type>]: Rule };

/*
 * Every field of a header has its rule: a new one does not compile until somebody has said whether runs must agree in it.
 * The order is that of the messages.
 */

const scenarioRules: Rules<ScenarioSummary> = {
  name: decides('scenario'),
  seed: decides('seed'),
  scale: decides('scale'),
  target: decides('target'),
  services: decides('services'),
  load: decides('load'),
  limits: { merged: 'told', compared: 'told', says: 'limits of a container' },
  description: free,
  question: free,
  path: free,
  samples: free,
  metrics: free,
};

const caseRules: Rules<CaseRecord> = {
  name: decides('case'),
  consumer: decides('consumer'),
  // How reports call things may change with the version.
  words: free,
};

const workloadRules: Rules<WorkloadSummary> = {
  digest: decidesMerge('workload digest'),
  items: decidesMerge('number of items'),
  name: decides('workload'),
  groups: decides('items by group'),
  bytes: decides('bytes of the workload'),
  meanBytes: decides('mean bytes of an item'),
  nesting: decides('nesting'),
  code: decides("code of the case's services"),
};

const environmentRules: Rules<Environment> = {
  instrument: decidesMerge('instrument of revision'),
  code: decidesMerge("code of Tidemark's own"),
  node: decidesMerge('Node'),
  v8: decidesMerge('V8'),
  arch: decidesMerge('architecture'),
  tidemark: ofFirst('version of Tidemark'),
  platform: ofMachine,
  cpu: ofMachine,
  cores: ofMachine,
  kernel: ofMachine,
  limits: ofMachine,
  variables: ofMachine,
  temporaryInMemory: ofMachine,
  // Differs by some pages among machines of one kind; what of it matters is in the limits.
  memoryBytes: free,
  // What of it was measured is in the digests of code.
  commit: free,
  startedAt: free,
};

const rowRules: Rules<Row> = {
  strategy: decides('strategy'),
  params: decides('params'),
  runtime: decides('runtime'),
  expect: decides('expect'),
  yields: decides('yields'),
  function: decides('function'),
  program: decides('program'),
  code: decidesMerge('code'),
  // What makes two rows the same one.
  label: free,
};

const headerRules: Rules<Omit<JournalHeader, HeaderParts>> = {
  reference: decidesMerge('reference'),
  claims: ofFirst('claims'),
  budgets: ofFirst('budgets'),
  type: free,
  schema: free,
  // That it is another one, `distinct-runs.ts` holds.
  id: free,
};

export interface Fact {
  readonly rule: Rule;
  /** The row that it is of; null for one of the whole run. */
  readonly row: string | null;
  /** Its name, down to the part that differs. */
  readonly what: string;
  readonly was: string;
  readonly is: string;
}

/** In what two runs differ, gravest first. What either does not tell is taken to be the same; rows are matched by label. */
export const differingFacts = (before: Facts, after: Facts): Fact[] => [
  ...among(scenarioRules, withServices(before.scenario), withServices(after.scenario)),
  ...among(caseRules, before.case, after.case),
  ...among(workloadRules, before.workload, after.workload),
  ...among(headerRules, before, after),
  ...among(environmentRules, before.environment, after.environment),
  ...(before.rows ?? []).flatMap((row) =>
    among(
      rowRules,
      row,
      after.rows?.find(({ label }) => label === row.label),
      row.label,
    ),
  ),
];

/**
 * The same of two runs that may be of different sizes: in what they must agree to lie on one line, of these rows.
 * Only what makes the runs other ones counts.
 */
export const differingBesidesSize = (
  before: JournalHeader,
  after: JournalHeader,
  rows: readonly string[],
): Fact[] =>
  differingFacts(besidesSize(before), besidesSize(after)).filter(
    ({ rule, row }) => rule.merged === 'refused' && (row === null || rows.includes(row)),
  );

const besidesSize = ({ scenario, workload, environment, rows, ...header }: JournalHeader): Facts => {
  const { scale: _scale, ...ofScenario } = scenario;
  return { scenario: ofScenario, case: header.case, workload: { name: workload.name }, environment, rows };
};

/** Before services could misbehave, they answered at once, and there was no target. Without any field, nothing is known. */
const withServices = (scenario: Known<ScenarioSummary> | undefined): Known<ScenarioSummary> | undefined => {
  if (scenario?.seed === undefined) return scenario;
  const { target = false, services } = scenario;
  return { ...scenario, target, services: services ?? (target ? undefined : promptServices) };
};

const among = <Type extends object>(
  rules: Rules<Type>,
  before: Known<Type> | undefined,
  after: Known<Type> | undefined,
  row: string | null = null,
): Fact[] =>
  (Object.keys(rules) as (keyof Type & string)[]).flatMap((key) => {
    const rule = rules[key];
    const [was, is] = [before?.[key], after?.[key]];
    if (was === undefined || is === undefined) return [];
    return differingParts(rule.says, was, is).map((part) => ({ rule, row, ...part }));
  });

/** The leaves of two values that differ, each with its path behind the name. */
const differingParts = (
  what: string,
  was: unknown,
  is: unknown,
): { readonly what: string; readonly was: string; readonly is: string }[] => {
  if (isDeepStrictEqual(was, is)) return [];
  if (isMapping(was) && isMapping(is)) {
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) =>
      differingParts(`${what}.${key}`, was[key], is[key]),
    );
  }
  return [{ what, was: inWords(was), is: inWords(is) }];
};

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const inWords = (value: unknown): string => {
  if (value === undefined) return 'not set';
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Of a fact of a row, with the row. */
export const nameOfFact = ({ row, what }: Fact): string => (row === null ? what : `${what} of "${row}"`);
