import { growthOf } from '../../src/analysis/growth/growth.ts';
import { chanceOf, kindOf, noiseNames, withLeak } from './growth-series.ts';

/** How many series of one shape are told to grow, of so many runs over these lengths and all noises. */
export interface Counts {
  readonly runs: number;
  /** Without a leak. */
  readonly called: number;
  readonly settled: number;
  /** With a leak of twice the resolution that is stated for the series. */
  readonly found: number;
  /** With that leak in a series of the same kind that scatters otherwise. */
  readonly foundAgain: number;
}

export const countsOf = (shape: string, lengths: readonly number[], runs: number): Counts => {
  const counts = { runs, called: 0, settled: 0, found: 0, foundAgain: 0 };
  for (let run = 0; run < runs; run++) {
    const length = lengths[run % lengths.length] as number;
    const noise = noiseNames[Math.floor(run / lengths.length) % noiseNames.length] as string;
    const draw = kindOf(shape, noise, length, chanceOf(7919 * run + length));
    const series = draw(chanceOf(3 * run + 1));
    const { verdict, resolution } = growthOf(series) as NonNullable<ReturnType<typeof growthOf>>;
    if (verdict === 'grows') counts.called += 1;
    if (verdict === 'settles') counts.settled += 1;
    if (growthOf(withLeak(series, 2 * resolution))?.verdict === 'grows') counts.found += 1;
    const again = withLeak(draw(chanceOf(3 * run + 2)), 2 * resolution);
    if (growthOf(again)?.verdict === 'grows') counts.foundAgain += 1;
  }
  return counts;
};
