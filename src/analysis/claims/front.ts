import { median } from 'simple-statistics';
import type { ClaimFigure, Verdict } from '../../record/checks/claims.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import { type Measured, pairedRatios } from '../run/compare.ts';
import { observationsOf } from '../statistics/observations.ts';
import { spreadOf } from './claim-evidence.ts';

/** What a front is drawn by: the less of both, the better. */
const axes = ['wallTime', 'peakLive'] as const satisfies readonly MetricName[];

/** How a rival stands to the strategy that is judged: better in both, worse in one, better in one alone, or told apart in neither. */
type Standing = 'better' | 'worse' | 'half better' | 'alike';

/**
 * Whether no rival is both faster and leaner. A rival counts as better in a metric when its ratios round by round, their
 * interval or else their range, lie below 1 as a whole; the strategy is on the front when each rival is worse in one
 * metric. Undecided where a rival is worse in none and not better in both. Medians, by which a report's tables mark the
 * front (`onParetoFront`), would decide that too, by less than the machine scatters: no ground for a verdict.
 */
export const judgeFront = (mine: Measured, rivals: readonly Measured[]): Verdict => {
  const absent = [mine, ...rivals].find((one) =>
    axes.some((axis) => observationsOf(one.samples, axis).length === 0),
  );
  if (absent !== undefined) {
    const lacking = axes.filter((axis) => observationsOf(absent.samples, axis).length === 0);
    const names = lacking.map((axis) => metrics[axis].title).join(' and no ');
    return { verdict: 'not measurable', why: `${absent.result.label} has no ${names} in this run` };
  }
  if (rivals.length === 0)
    return { verdict: 'not measurable', why: 'there is no other strategy with figures to hold it against' };
  const standings = rivals.map((rival) => ({ rival, standing: standingOf(rival, mine) }));
  const telling = (wanted: Standing): Measured | undefined =>
    standings.find(({ standing }) => standing === wanted)?.rival;
  const better = telling('better');
  if (better !== undefined) return { verdict: 'fails', figures: [...figuresOf(mine), ...figuresOf(better)] };
  const half = telling('half better');
  const open = half ?? telling('alike');
  if (open === undefined) return { verdict: 'holds', figures: figuresOf(mine) };
  const standing =
    open === half ? 'better in one figure and not told apart in the other' : 'told apart in neither figure';
  return {
    verdict: 'undecided',
    figures: [...figuresOf(mine), ...figuresOf(open)],
    rounds: { kind: 'unknown', why: `${open.result.label} is ${standing}` },
  };
};

const standingOf = (rival: Measured, mine: Measured): Standing => {
  const sides = axes.map((axis) => sideOf(rival, mine, axis));
  if (sides.includes('above')) return 'worse';
  if (sides.every((side) => side === 'below')) return 'better';
  return sides.includes('below') ? 'half better' : 'alike';
};

const sideOf = (rival: Measured, mine: Measured, axis: MetricName): 'below' | 'above' | 'neither' => {
  const ratios = pairedRatios(observationsOf(rival.samples, axis), observationsOf(mine.samples, axis));
  if (ratios.length === 0) return 'neither';
  const { low, high } = spreadOf(ratios);
  return high < 1 ? 'below' : low > 1 ? 'above' : 'neither';
};

const figuresOf = ({ result, samples }: Measured): ClaimFigure[] =>
  axes.map((axis) => {
    const values = observationsOf(samples, axis).map(({ value }) => value);
    return {
      name: `${metrics[axis].title} of ${result.label}`,
      value: median(values),
      unit: metrics[axis].unit,
      spread: spreadOf(values),
      at: null,
    };
  });
