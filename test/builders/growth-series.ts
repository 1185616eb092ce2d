import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Reading } from '../../src/analysis/growth/trend.ts';

const MB = 1e6;

/** Random numbers from a seed. */
export interface Chance {
  /** From 0 up to 1. */
  readonly unit: () => number;
  readonly between: (low: number, high: number) => number;
  /** Equally often in each power. */
  readonly ratio: (low: number, high: number) => number;
  readonly normal: () => number;
}

export const chanceOf = (seed: number): Chance => {
  const generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1));
  const unit = (): number => uniformFloat64(generator);
  // The first numbers of seeds that lie close together are alike.
  for (let i = 0; i < 20; i++) unit();
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    ratio: (low, high) => low * (high / low) ** unit(),
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
};

/** Bytes at the n-th reading, from 0. */
type Curve = (i: number) => number;

/** Student's t of two degrees of freedom, which has no variance. */
const heavyTailed = ({ normal, unit }: Chance): number => normal() / Math.sqrt(-Math.log(1 - unit()));

const goingOn = (by: number, shock: () => number): Curve => {
  let last = 0;
  const next = (): number => {
    last = by * last + Math.sqrt(1 - by * by) * shock();
    return last;
  };
  for (let i = 0; i < 50; i++) next();
  return next;
};

/** Scatter around 0 with a typical size of 1. */
const noises: Readonly<Record<string, (chance: Chance) => Curve>> = {
  normal: ({ normal }) => normal,
  'heavy-tailed': (chance) => () => heavyTailed(chance),
  // Now and then what is not collected yet.
  spikes:
    ({ normal, unit, between }) =>
    () =>
      normal() / 3 + (unit() < 0.05 ? between(3, 30) : 0),
  autocorrelated: ({ normal, between }) => goingOn(between(0.3, 0.9), normal),
  'autocorrelated, heavy-tailed': (chance) => goingOn(0.7, () => heavyTailed(chance)),
};

/** Memory that does not leak, over so many readings. */
const shapes: Readonly<Record<string, (chance: Chance, readings: number) => Curve>> = {
  flat: () => () => 50 * MB,
  'warm-up of 70 %': ({ between }, n) => {
    const time = between(0.02, 0.12) * n;
    return (i) => 50 * MB * (1 + 0.7 * (1 - Math.exp(-i / time)));
  },
  'sawtooth of 14 to 76 MB': ({ between, unit }, n) => {
    const period = Math.max(2, n / between(5, 20));
    const falls = [-unit() * period];
    for (let at = falls[0] as number; at <= n; falls.push(at)) at += period * between(0.9, 1.1);
    return (i) => {
      const next = falls.findIndex((at) => at > i);
      const [from, to] = [falls[next - 1] as number, falls[next] as number];
      return (14 + (62 * (i - from)) / (to - from)) * MB;
    };
  },
  'one or two steps': ({ between, unit }, n) => {
    const steps = Array.from(
      { length: unit() < 0.5 ? 1 : 2 },
      () => [between(0, n), between(1, 20)] as const,
    );
    return (i) => (50 + steps.reduce((sum, [at, by]) => sum + (i >= at ? by : 0), 0)) * MB;
  },
  'a cache that fills': ({ between }, n) => {
    const [full, size] = [between(0.1, 0.8) * n, between(5, 50)];
    return (i) => (50 + size * Math.min(1, i / full)) * MB;
  },
};

export const noiseNames = Object.keys(noises);
export const shapeNames = [...Object.keys(shapes), 'mixed'];

export const seriesOf = (readings: number, curve: Curve): Reading[] =>
  Array.from({ length: readings }, (_, i) => ({ at: i + 1, bytes: curve(i) }));

/**
 * A kind of series without a leak, drawn by chance: a shape with scatter of 20 kB to 2 MB, mixed of two shapes. Each call draws
 * a series of this kind, with scatter of its own.
 */
export const kindOf = (
  shape: string,
  noise: string,
  readings: number,
  chance: Chance,
): ((again: Chance) => Reading[]) => {
  const all = Object.values(shapes);
  const some = () => all[Math.floor(chance.unit() * all.length)];
  const parts = shape === 'mixed' ? [some(), some()] : [shapes[shape]];
  const curves = parts.map((part) => part?.(chance, readings) ?? (() => 0));
  const size = chance.ratio(0.02, 2) * MB;
  return (again) => {
    const scatter = noises[noise]?.(again) ?? (() => 0);
    return seriesOf(readings, (i) => curves.reduce((sum, curve) => sum + curve(i), 0) + size * scatter(i));
  };
};

export const withLeak = (series: readonly Reading[], slope: number): Reading[] =>
  series.map(({ at, bytes }) => ({ at, bytes: bytes + slope * at }));
