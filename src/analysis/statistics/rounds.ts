import { median } from 'simple-statistics';
import type { Sample } from '../../record/journal/sample.ts';
import type { MetricName } from '../../record/metrics.ts';
import { type Observation, observationsOf } from './observations.ts';

/** One value a round, so that two readings in a round (the ledger's) do not count twice: their median. */
export const medianByRound = (observations: readonly Observation[]): Map<number, number> =>
  new Map(
    [...Map.groupBy(observations, ({ round }) => round)].map(([round, ofRound]) => [
      round,
      median(ofRound.map(({ value }) => value)),
    ]),
  );

export const valuesByRound = (samples: readonly Sample[], metric: MetricName): Map<number, number> =>
  medianByRound(observationsOf(samples, metric));
