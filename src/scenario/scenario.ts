import type { Budget } from '../record/budgets.ts';
import type { ScenarioSummary } from '../record/journal.ts';
import type { Variant } from '../record/sample.ts';
import type { Profile, Status } from '../workload/profile.ts';
import type { ServicesBehaviour } from './services-behaviour.ts';

/** A scenario with its defaults, its strategies spread into variants, and its profile found and scaled. */
export interface Scenario extends ScenarioSummary {
  /** Scaled already. */
  readonly profile: Profile;
  /** The statuses that the strategies fetch, in this order. */
  readonly statuses: readonly Status[];
  /** The label of the variant that the others are compared with; null if there is none but `idle`. */
  readonly reference: string | null;
  /** Seconds that a sample may take. */
  readonly timeout: number;
  readonly services: ServicesBehaviour;
  /** In the order of the reports; never without `idle`. */
  readonly variants: readonly ScenarioVariant[];
  /** Of these variants, in the order of the file. */
  readonly budgets: readonly Budget[];
}

export interface ScenarioVariant extends Variant {
  /** The absolute path of the strategy's module; null for a built-in one. */
  readonly module: string | null;
}
