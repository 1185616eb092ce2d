import type { Judge, Reading } from '../../record/checks/claims.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Result } from '../../record/run.ts';
import { isChoice } from '../statistics/pareto.ts';

/** A figure that a verdict rests on. */
interface Ground {
  readonly measurement: string | null;
  readonly label: string;
  readonly metric: MetricName;
}

/** Why a figure that a claim rests on cannot be trusted; null if all can. */
export const doubtAboutClaim = (
  { judge, measurement, runtime }: Reading,
  resultsOf: (measurement: string | null) => readonly Result[],
): string | null => {
  const peersIn = (where: string | null, belongs: (result: Result) => boolean): string[] =>
    resultsOf(where)
      .filter((result) => result.runtime === runtime && belongs(result))
      .map(({ label }) => label);
  const doubts = groundsFor(judge, measurement, peersIn).flatMap(({ measurement: where, label, metric }) => {
    const doubt = resultsOf(where).find((result) => result.label === label)?.doubts?.[metric];
    return doubt === undefined ? [] : `${label}: ${doubt}`;
  });
  return doubts[0] ?? null;
};

type PeersIn = (measurement: string | null, belongs: (result: Result) => boolean) => readonly string[];

const isIdle = ({ yields }: Result): boolean => yields === 'nothing';

const groundsFor = (judge: Judge, measurement: string | null, peersIn: PeersIn): Ground[] => {
  const each = (where: string | null, labels: readonly string[], metric: MetricName): Ground[] =>
    labels.map((label) => ({ measurement: where, label, metric }));
  switch (judge.kind) {
    case 'compare':
      return each(measurement, [judge.of, judge.to], judge.metric);
    case 'value': {
      const idle = judge.aboveIdle ? peersIn(measurement, isIdle) : [];
      return isMetric(judge.quantity) ? each(measurement, [judge.of, ...idle], judge.quantity) : [];
    }
    case 'growth':
      return judge.over.flatMap((where) => each(where, [judge.of, ...peersIn(where, isIdle)], judge.metric));
    case 'paretoFront':
      return each(measurement, [judge.of, ...(judge.among ?? peersIn(measurement, isChoice))], 'peakLive');
    case 'fails':
    case 'notMeasurable':
      return [];
  }
};

const isMetric = (name: string): name is MetricName => Object.hasOwn(metrics, name);
