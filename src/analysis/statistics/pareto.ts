import type { Result } from '../../record/run.ts';

/** What a choice between strategies weighs: milliseconds and bytes, of both of which less is better. */
interface Costs {
  readonly runtime: string;
  readonly wallTime: number;
  readonly peakLive: number;
}

/** Fewer rows than this need no front: a reader sees at a glance which is best. */
export const fewestForFront = 4;

/**
 * For each result whether it is on the Pareto front of time against memory: no other of its runtime is at least as fast and as
 * lean, and better in one of the two. Rows with equal costs are on it together, or not at all.
 *
 * Medians decide, so two rows that differ by less than the machine scatters may change places in another run: a mark in a
 * table must say yes or no of each row, where a claim may be left undecided (`judgeFront`). Null for what is no choice
 * (see `isChoice`), for a row without both figures, or whose peak live is not all of its memory, and for the only one of its
 * runtime: a program's base and a strategy's are not the same.
 */
export const onParetoFront = (results: readonly Result[]): readonly (boolean | null)[] => {
  const costs = results.map(costsOf);
  return costs.map((one) => {
    const others = costs.flatMap((other) => (other === null || other === one ? [] : [other]));
    const rivals = others.filter((other) => other.runtime === one?.runtime);
    if (one === null || (rivals.length === 0 && others.length > 0)) return null;
    return !rivals.some((other) => dominates(other, one));
  });
};

const dominates = (a: Costs, b: Costs): boolean =>
  a.wallTime <= b.wallTime &&
  a.peakLive <= b.peakLive &&
  (a.wallTime < b.wallTime || a.peakLive < b.peakLive);

/** No choice is `idle`, a failed row, and one that did not process exactly the workload. */
export const isChoice = ({ status, yields, completeness }: Result): boolean =>
  status === 'completed' && yields === 'workload' && completeness?.digestMatches === true;

const costsOf = (result: Result): Costs | null => {
  const { wallTime, peakLive } = result.metrics;
  if (!isChoice(result) || result.doubts?.peakLive !== undefined) return null;
  if (wallTime === undefined || peakLive === undefined) return null;
  return { runtime: result.runtime, wallTime: wallTime.median, peakLive: peakLive.median };
};
