import type { CaseRecord } from '../../record/case.ts';
import type { Case, OldName } from '../../scenario/case.ts';

/**
 * What was written before there were cases (`@1` of journal, run.json and baseline) was all of this case, under its names.
 * What is not as expected stays as it is: the reader says what is wrong with it.
 */

type Data = Readonly<Record<string, unknown>>;

const caseOf1: CaseRecord = {
  name: 'reqmgr2',
  consumer: 'rule-cleaner',
  // As they were called then, whatever today's words are.
  words: {
    item: 'workflow',
    items: 'workflows',
    consumer: 'rule cleaner',
    counts: {
      total: 'total',
      cleaned: 'cleaned',
      normalArchived: 'normal archived',
      forceArchived: 'force archived',
    },
  },
};

/** A line of a journal: its header, a sample, or why it ends. */
export const entryOf1 = (entry: unknown): unknown => {
  if (!isData(entry)) return entry;
  if (entry.type === 'run') {
    const header = renamed(described(entry), { variants: 'rows' });
    return {
      ...header,
      schema: 'tidemark/journal@2',
      claims: listed(entry.claims, (claim) => claimOf1(claim)),
    };
  }
  return 'outcome' in entry ? { ...entry, outcome: withConsumer(entry.outcome) } : entry;
};

export const runOf1 = (run: unknown): unknown =>
  isData(run)
    ? {
        ...described(run),
        schema: 'tidemark/run@2',
        results: listed(run.results, withConsumer),
        measurements: listed(run.measurements, (one) => renamed(one, { workflows: 'items' })),
        claims: listed(run.claims, (claim) => claimOf1(claim)),
      }
    : run;

export const baselineOf1 = (baseline: unknown): unknown =>
  isData(baseline)
    ? { ...baseline, schema: 'tidemark/baseline@2', workload: workloadOf1(baseline.workload) }
    : baseline;

/** Claims of a scenario said `against: workflows`, and `aboveFloor`. */
export const scenarioOf1: NonNullable<Case['ofOlder']> = (scenario) => {
  if (!isData(scenario) || !('claims' in scenario)) return { scenario, oldNames: [] };
  const met = new Set<OldName>();
  const claims = listed(scenario.claims, (claim) => claimOf1(claim, (oldName) => met.add(oldName)));
  return { scenario: { ...scenario, claims }, oldNames: [...met] };
};

const described = (data: Data): Data => ({
  ...data,
  case: caseOf1,
  ...('workload' in data && { workload: workloadOf1(data.workload) }),
});

const workloadOf1 = (workload: unknown): unknown =>
  renamed(workload, { profile: 'name', workflows: 'items', byStatus: 'groups' });

const withConsumer = (data: unknown): unknown => renamed(data, { ruleCleaner: 'consumer' });

const oldAgainst: OldName = { was: 'against: workflows', is: 'against: items' };
const oldAbove: OldName = { was: 'aboveFloor', is: 'aboveIdle' };

/** A claim says what a workload grows by, and whether the idle row is subtracted: wherever in it that stands. */
const claimOf1 = (claim: unknown, onOldName: (oldName: OldName) => void = () => {}): unknown => {
  if (Array.isArray(claim)) return claim.map((one) => claimOf1(one, onOldName));
  if (!isData(claim)) return claim;
  return Object.fromEntries(
    Object.entries(claim).map(([key, value]) => {
      if (key === 'against' && value === 'workflows') {
        onOldName(oldAgainst);
        return [key, 'items'];
      }
      if (key === 'aboveFloor') {
        onOldName(oldAbove);
        return ['aboveIdle', value];
      }
      return [key, claimOf1(value, onOldName)];
    }),
  );
};

const renamed = <T>(data: T, names: Readonly<Record<string, string>>): T | Data =>
  isData(data)
    ? Object.fromEntries(Object.entries(data).map(([key, value]) => [names[key] ?? key, value]))
    : data;

const listed = (list: unknown, change: (one: unknown) => unknown): unknown =>
  Array.isArray(list) ? list.map(change) : list;

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
