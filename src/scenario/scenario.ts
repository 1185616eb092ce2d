import type { Budget } from '../record/checks/budgets.ts';
import type { Claim } from '../record/checks/claims.ts';
import type { ScenarioSummary } from '../record/journal/journal.ts';
import type { Program, Row } from '../record/journal/sample.ts';
import type { ServicesBehaviour } from '../record/journal/services-behaviour.ts';
import type { RetryPolicy, TargetAccess } from '../record/messages/subject.ts';
import type { Case, OldName, Opened } from './case.ts';

/** What one run measures: defaults filled in, strategies spread into rows, workload found and scaled. */
export interface Measurement extends ScenarioSummary {
  readonly case: Case;
  /** The workload, scaled already, and what of it the strategies fetch. */
  readonly opened: Opened;
  /** One of the case's. */
  readonly consumer: string;
  /** What its file calls by an old name. */
  readonly oldNames: readonly OldName[];
  /** The label of the row that the others are compared with; null if there is none but `idle`. */
  readonly reference: string | null;
  /** Cycles in one process, after each of which growthPerCycle reads what is alive. */
  readonly cycles: number;
  /** Whether a pilot of each row is taken for the picture of memory over time. */
  readonly timeline: boolean;
  /** Seconds that a sample of one cycle may take; one of several cycles may take so many times as long. */
  readonly timeout: number;
  readonly services: ServicesBehaviour;
  readonly retries: RetryPolicy;
  /** The real service to fetch from; null for the mock. It holds secrets: nothing of it is written anywhere. */
  readonly access: TargetAccess | null;
  /**
   * What becomes of a sample that did not process exactly the workload: it fails, or its figures stand with the loss
   * beside them, in scenarios that are about losses.
   */
  readonly losses: 'fail' | 'count';
  /** Variables for the processes of strategies; a program has its own. They may be secret: no record holds them. */
  readonly env: Readonly<Record<string, string>>;
  /** In the order of the reports; never without `idle`, unless nothing is to be measured. */
  readonly rows: readonly ScenarioRow[];
  /** Of these rows, in the order of the file. */
  readonly budgets: readonly Budget[];
  /** What is judged by it and by a scenario's named measurements; a named one has none. */
  readonly claims: readonly Claim[];
}

/** A scenario is its own measurement, and may have others that differ from it in what they say. */
export interface Scenario extends Measurement {
  readonly measurements: readonly NamedMeasurement[];
}

interface NamedMeasurement extends Measurement {
  readonly measurement: string;
}

export interface ScenarioRow extends Row {
  /** The absolute path of the strategy's module; null for a built-in one. */
  readonly module: string | null;
  readonly program: ScenarioProgram | null;
}

/** With what the journal leaves out: it may be secret, or of this machine only. */
export interface ScenarioProgram extends Program {
  /** Set over the harness's own environment, see `process-environment`. */
  readonly env: Readonly<Record<string, string>>;
  /** The scenario's: what the program runs in. */
  readonly folder: string;
}
