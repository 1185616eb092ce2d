import { mean, median, quantileSorted } from 'simple-statistics';
import { studentQuantile } from '../statistics/line-fit.ts';
import { type Reading, trendOf } from './trend.ts';

/** How live memory goes on. Slopes are in bytes per unit of `at`. */
export interface Growth {
  readonly verdict: 'grows' | 'settles' | 'not decided';
  readonly slope: number;
  /** A 95 % interval of the slope. */
  readonly ci95: readonly [number, number];
  /** Half of the growth that is found 99 times of 100 in series that scatter as this one does. */
  readonly resolution: number;
  /** About how many readings would decide; null where these do. */
  readonly enough: number | null;
}

/** With fewer readings nothing is told. */
const fewestReadings = 18;

/** Where the part begins that is looked at, as a share of the series: what happens in the first quarter settles, whatever it is. */
const starts = [0.25, 0.4, 0.55, 0.7];

/** Into so many blocks: few where memory comes and goes slowly, so that each has seen it come and go; many for a narrow interval. */
const blockCounts = [12, 8, 6];

/** What stands for a block: its lowest reading, which is what was never given back, or its middle one, which scatters less. */
const envelopes = [0, 0.5];

/**
 * How sure a growth must be over the whole part, and over either half of it: quantiles of the normal distribution. That of the
 * interval is more than 1.96, since the narrowest is chosen; with 2.5 it holds the slope in 96 to 98 cases of 100 (simulated),
 * and where 20 or 60 readings go on like the one before, in 80 to 91.
 */
const sure = { whole: 3, half: 2.7, interval: 2.5 };

/** Where the later half grows by less than this share of what the earlier does, growth fades. */
const fading = 0.65;

/** Over the whole series, as shares of the memory that is needed: less growth is not told; more must be excluded before it settles. */
const shares = { untold: 0.005, harmless: 0.1 };

/** Longer series that are tried for whether they would decide, in multiples of this one; and what is said where none does. */
const longer = Array.from({ length: 45 }, (_, i) => 1.2 * 1.1 ** i);
const mostTimes = 100;

/** So many times what this very series needs, as others that scatter alike need more: by simulation. */
const spare = 3;

/**
 * Whether live memory grows. What comes first counts for nothing: of the last 75, 60, 45 and 30 % of the series the part is
 * looked at that lies best on a line, so that warm-up, an early step and a cache that fills are left behind. Its readings
 * become blocks, each told by its lowest or its middle reading, whichever lies better: a sawtooth is judged by its lower
 * edge. Memory grows if the line rises by more than chance explains and than is tolerated, if each half of it does so by
 * itself, and if the later half rises at least 0.65 times as fast as the earlier. So one step is no growth, and many are.
 * It settles where the interval holds no growth that is told, or holds 0 and none that would add a tenth to it in the time of
 * the series; but not where the last readings lie by more than that above all earlier ones: what has just begun is not decided.
 * What still grows at the end grows: a warm-up that has not ended by then looks like a leak.
 *
 * All choices are made by what is left when a line is taken away, so that a leak, which is a line, changes none of them.
 * Null for fewer than 18 readings.
 *
 * @param tolerated what the instrument itself may add per unit of `at`: no more than this is called growth
 */
export const growthOf = (series: readonly Reading[], tolerated = 0): Growth | null => {
  const [first, last] = [series[0], series.at(-1)];
  if (first === undefined || last === undefined || series.length < fewestReadings) return null;
  const span = last.at - first.at;
  const recently = Math.max(3, Math.floor(series.length / 20));
  const level = quantile(series.slice(series.length >> 2, -recently), 0.9);
  const overall = level / span;
  const leastIn = (times: number): number => Math.max(tolerated, (shares.untold * overall) / times);
  const [least, harmless] = [leastIn(1), shares.harmless * overall];
  const { slope, error, halves, needed, freedom } = bestFitOf(series);
  const about = studentQuantile(freedom, sure.interval) * error;
  const ci95 = [slope - about, slope + about] as const;
  const fades = halves[1] < fading * halves[0];
  const isSure = [slope, ...halves].every((one, i) => one > least + (needed[i] as number));
  const isNewHigh = quantile(series.slice(-recently), 0.5) > (1 + shares.harmless) * level;
  const isHarmless = !isNewHigh && (ci95[1] <= least || (ci95[0] <= 0 && ci95[1] <= harmless));
  const verdict = isSure && !fades ? 'grows' : isHarmless ? 'settles' : 'not decided';
  const isSoonSure = (times: number): boolean => {
    // The error of a slope falls as the number of readings to the power of 1.5; one error more, for what the next series reads.
    const by = times ** -1.5;
    // A slope that may be chance is taken for 0: if it is none, the same number of readings shows that too.
    const likely = Math.abs(slope) < about ? 0 : slope;
    const [low, high] = [likely - about * by, likely + (about + error) * by];
    if (high <= leastIn(times) || (low <= 0 && high <= harmless / times)) return true;
    return likely - (Math.max(...needed) + error) * by > leastIn(times) && !(isSure && fades && times < 2);
  };
  const enough = longer.find(isSoonSure) ?? mostTimes;
  const resolution = least + spare * Math.max(...needed);
  return {
    verdict,
    slope,
    ci95,
    resolution,
    enough: verdict === 'not decided' ? roundedUp(enough * series.length) : null,
  };
};

/** The part, blocks and envelope by which growth is seen best. */
interface Fit {
  readonly slope: number;
  readonly error: number;
  /** The slopes of either half. */
  readonly halves: readonly [number, number];
  /** By how much the slope, and those of the halves, must lie above what is tolerated. */
  readonly needed: readonly number[];
  readonly freedom: number;
}

const bestFitOf = (series: readonly Reading[]): Fit => {
  let best: Fit | undefined;
  for (const start of starts) {
    const part = series.slice(Math.floor(start * series.length));
    const line = roughSlopeOf(part);
    const flat = part.map(({ at, bytes }) => ({ at, bytes: bytes - line * at }));
    for (const count of blockCounts.filter((blocks) => blocks <= part.length)) {
      for (const envelope of envelopes) {
        const fit = fitOf(
          blocksOf(flat, count, (block) => quantile(block, envelope)),
          line,
        );
        if (best === undefined || Math.max(...fit.needed) < Math.max(...best.needed)) best = fit;
      }
    }
  }
  if (best === undefined) throw new Error(`${series.length} readings have no part of six blocks`);
  return best;
};

/** @param line what was taken away from the blocks */
const fitOf = (blocks: readonly Reading[], line: number): Fit => {
  const { whole, halves } = trendOf(blocks);
  const freedom = blocks.length - 2;
  const needs = (error: number, z: number): number => studentQuantile(freedom, z) * error;
  return {
    slope: line + whole.slope,
    error: whole.error,
    halves: [line + halves[0].slope, line + halves[1].slope],
    needed: [needs(whole.error, sure.whole), ...halves.map(({ error }) => needs(error, sure.half))],
    freedom,
  };
};

/** So many blocks of readings, as equal as can be, each where its middle is and as high as is told of it. */
const blocksOf = (
  readings: readonly Reading[],
  count: number,
  heightOf: (block: readonly Reading[]) => number,
): Reading[] =>
  Array.from({ length: count }, (_, i) => {
    const block = readings.slice(
      Math.floor((i * readings.length) / count),
      Math.floor(((i + 1) * readings.length) / count),
    );
    return { at: mean(block.map(({ at }) => at)), bytes: heightOf(block) };
  });

/**
 * The median of the slopes between all pairs of blocks (H. Theil, 1950; P. K. Sen, see `sen-interval.ts`), of which each is told
 * by its mean, which a line that is added raises by that line.
 */
const roughSlopeOf = (readings: readonly Reading[]): number => {
  const blocks = blocksOf(readings, Math.min(12, readings.length), (block) =>
    mean(block.map(({ bytes }) => bytes)),
  );
  return median(
    blocks.flatMap((later, j) =>
      blocks.slice(0, j).map((earlier) => (later.bytes - earlier.bytes) / (later.at - earlier.at)),
    ),
  );
};

const quantile = (readings: readonly Reading[], share: number): number =>
  quantileSorted(
    readings.map(({ bytes }) => bytes).toSorted((a, b) => a - b),
    share,
  );

/** To two digits. */
const roundedUp = (readings: number): number => {
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(readings)) - 1);
  return Math.ceil(readings / digit) * digit;
};
