import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Purpose } from '../../record/purposes.ts';
import { assertFree, assertOutputFolder } from '../../runner/files/output-folder.ts';
import { type PlannedSample, planOf } from '../../runner/plan.ts';
import type { Measurement, Scenario } from '../../scenario/scenario.ts';
import { tooLongFor } from '../../scenario/too-long.ts';

export interface PlannedRow {
  readonly label: string;
  /** How many samples are taken for each purpose; a purpose without any is absent. */
  readonly samples: Readonly<Partial<Record<Purpose, number>>>;
  readonly expect: 'completes' | 'fails';
  /** Why its samples will not be started, but fail; null where nothing is known to hinder them. */
  readonly notStarted: string | null;
}

/** Samples that follow one another, of a round and a purpose. */
interface PlannedStep {
  /** From 1; 0 for pilots. */
  readonly round: number;
  readonly purpose: Purpose;
  /** Labels, in the order in which the samples are taken. */
  readonly rows: readonly string[];
}

export interface PlannedMeasurement {
  readonly name: string;
  readonly seed: number;
  readonly scale: number;
  /** How many are fetched, and what they are called; the number is null where only the services know it. */
  readonly items: { readonly count: number | null; readonly called: string };
  /** The module of the services that are asked first what there is, which may spare pilots; null where nobody is. */
  readonly asksFirst: string | null;
  readonly samples: number;
  readonly rows: readonly PlannedRow[];
  readonly order: readonly PlannedStep[];
}

/** What a run would measure, in this order. */
export interface PlannedRun {
  readonly schema: 'tidemark/plan@1';
  readonly scenario: { readonly name: string; readonly path: string; readonly description: string | null };
  readonly samples: number;
  /** The scenario's own, then its named ones. */
  readonly measurements: readonly PlannedMeasurement[];
}

/**
 * The plan of a run. Nothing is started, asked or written.
 * @param out the folder that the run is to write to, if one is named
 * @throws UserError where the run would be refused for that folder
 */
export const planRun = async (scenario: Scenario, out?: string): Promise<PlannedRun> => {
  if (out !== undefined && existsSync(out)) {
    await assertOutputFolder(path.resolve(out));
    assertFree(path.resolve(out));
  }
  const measurements = [scenario, ...scenario.measurements].map(planned);
  const { name, path: file, description } = scenario;
  return {
    schema: 'tidemark/plan@1',
    scenario: { name, path: file, description },
    samples: measurements.reduce((sum, { samples }) => sum + samples, 0),
    measurements,
  };
};

const planned = (measurement: Measurement): PlannedMeasurement => {
  const { name, seed, scale, case: about, access, rows, opened } = measurement;
  const plan = planOf(measurement);
  const asksFirst = access === null ? (about.asksServices ?? null) : null;
  const counts = Object.values(opened.groups);
  return {
    name,
    seed,
    scale,
    items: {
      count: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0),
      called: about.words.items,
    },
    asksFirst,
    samples: plan.length,
    rows: rows.map((row) => ({
      label: row.label,
      samples: countsOf(plan.filter((sample) => sample.row === row)),
      expect: row.expect,
      notStarted: tooLongFor(measurement, row)?.reason ?? null,
    })),
    order: stepsOf(plan),
  };
};

const countsOf = (plan: readonly PlannedSample[]): PlannedRow['samples'] =>
  Object.fromEntries(
    [...Map.groupBy(plan, ({ purpose }) => purpose)].map(([purpose, samples]) => [purpose, samples.length]),
  );

const stepsOf = (plan: readonly PlannedSample[]): PlannedStep[] =>
  [...Map.groupBy(plan, ({ round, purpose }) => `${round} ${purpose}`).values()].flatMap((samples) =>
    samples
      .slice(0, 1)
      .map(({ round, purpose }) => ({ round, purpose, rows: samples.map(({ row }) => row.label) })),
  );
