import type { Row } from '../record/journal/sample.ts';
import type { MetricName } from '../record/metrics.ts';
import {
  type MeasuringPurpose,
  type Purpose,
  purposeDefinitions,
  purposes,
  samplesOf,
} from '../record/purposes.ts';
import { purposesFor } from '../record/rows.ts';
import type { Measurement, ScenarioRow } from '../scenario/scenario.ts';
import { isKnownByRows } from './check/check.ts';

/** A sample to be taken. */
export interface PlannedSample<V extends Row = Row> {
  readonly row: V;
  readonly purpose: Purpose;
  /** From 1; 0 for a pilot. */
  readonly round: number;
}

/** What a scenario wants measured, in how many rounds, and under which limits of a container. */
export interface Wanted {
  readonly metrics: readonly MetricName[];
  readonly limits?: readonly number[];
  readonly samples: number;
  /** `always`: a target's items are known only from what somebody saw. */
  readonly pilots?: 'for memory' | 'for searches' | 'always';
}

/**
 * All samples of a run in the order in which they are taken: a pilot of each strategy whose heap is measured, then the
 * rounds. A round measures each row once for each purpose, one right after the other, so that a drift of the machine
 * meets all of them; each round begins with another row, so that none always follows the same one.
 *
 * @param pilots `always`: also where memory is not measured, to see once what each row sees; `for searches`: only where something
 *   is searched for, without a picture of memory over time
 */
export const planSamples = <V extends Row>(
  rows: readonly V[],
  { metrics, limits = [], samples: rounds, pilots = 'for memory' }: Wanted,
): PlannedSample<V>[] => {
  const needed = new Map(rows.map((row) => [row, purposesFor(row, { metrics, limits })]));
  const arePiloted = rows.filter(
    // A server has no course of one cycle.
    (row) =>
      row.program?.server === undefined &&
      ((pilots === 'always' && row.program === null) ||
        needed.get(row)?.some((purpose) => isPilotedFor(purpose, pilots))),
  );
  return [
    ...arePiloted.map((row): PlannedSample<V> => ({ row, purpose: 'pilot', round: 0 })),
    ...Array.from({ length: rounds }, (_, i) => i + 1).flatMap((round) =>
      purposes
        .filter((purpose) => round <= samplesOf(purpose, rounds))
        .flatMap((purpose) =>
          rotate(rows, round - 1)
            .filter((row) => needed.get(row)?.includes(purpose))
            .map((row) => ({ row, purpose, round })),
        ),
    ),
  ];
};

/** The samples of a measurement, as its case knows now what there is to fetch. */
export const planOf = (measurement: Measurement): PlannedSample<ScenarioRow>[] => {
  const { rows, timeline } = measurement;
  const pilots = isKnownByRows(measurement) ? 'always' : timeline ? 'for memory' : 'for searches';
  return planSamples(rows, { ...measurement, pilots });
};

const isPilotedFor = (purpose: MeasuringPurpose, pilots: Wanted['pilots']): boolean => {
  const { pilot } = purposeDefinitions[purpose];
  return pilot === 'figures' || (pilot === 'timeline' && pilots === 'for memory');
};

const rotate = <T>(items: readonly T[], by: number): T[] => {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};
