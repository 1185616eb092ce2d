import type { Claim } from '../record/claims.ts';
import type { ScenarioSummary } from '../record/journal.ts';
import type { Variant } from '../record/sample.ts';
import type { Profile, Status } from '../workload/profile.ts';
import type { ServicesBehaviour } from './services-behaviour.ts';

/** What one run measures: defaults filled in, strategies spread into variants, profile found and scaled. */
export interface Measurement extends ScenarioSummary {
  /** Scaled already. */
  readonly profile: Profile;
  /** The statuses that the strategies fetch, in this order. */
  readonly statuses: readonly Status[];
  /** The label of the variant that the others are compared with; null if there is none but `idle`. */
  readonly reference: string | null;
  /** Seconds that a sample may take. */
  readonly timeout: number;
  readonly services: ServicesBehaviour;
  /** In the order of the reports; never without `idle`, unless nothing is to be measured. */
  readonly variants: readonly ScenarioVariant[];
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

export interface ScenarioVariant extends Variant {
  /** The absolute path of the strategy's module; null for a built-in one. */
  readonly module: string | null;
}
