import type { CaseRecord } from '../case.ts';
import type { Environment, JournalHeader, ScenarioSummary, WorkloadSummary } from './journal.ts';
import type { Row } from './sample.ts';

/** Fields of a header that have fields of their own. */
export type HeaderParts = 'case' | 'scenario' | 'environment' | 'workload' | 'rows';

export type Known<Type> = { readonly [Key in keyof Type]?: Type[Key] | undefined };

/** What a run tells of what it measured: a journal's header, or as much of it as a file keeps. */
export type Facts = Known<Omit<JournalHeader, HeaderParts>> & {
  readonly case?: Known<CaseRecord>;
  readonly scenario?: Known<ScenarioSummary>;
  readonly workload?: Known<WorkloadSummary>;
  readonly environment?: Known<Environment>;
  readonly rows?: readonly (Known<Row> & { readonly label: string })[];
};
