import { mean, median } from 'simple-statistics';

/** A reading at a size of the workload. */
export interface Point {
  readonly items: number;
  readonly value: number;
}

/** A straight line through readings, in the readings' unit, and how well they lie on it. */
export interface LineFit {
  readonly intercept: number;
  /** By item. */
  readonly slope: number;
  /** A 95 % interval of the slope. */
  readonly slopeCi95: readonly [number, number];
  /** The farthest that the median reading of a size lies off the line, as a share of the line's value there. */
  readonly worst: number;
  readonly points: number;
  /** Where the line is known best, and the largest size; items. */
  readonly middle: number;
  readonly largest: number;
  /** A 95 % interval for one more reading at this size. */
  readonly at: (items: number) => { readonly value: number; readonly ci95: readonly [number, number] };
}

/** The fewest readings that leave enough freedom for an interval. */
export const fewestPoints = 5;

/**
 * Weighted least squares (N. R. Draper, H. Smith, Applied Regression Analysis, 3rd edition, 1998, sections 1.4 and 9.2:
 * interval of the slope, and of a future reading). Memory scatters by a share of itself, so a reading weighs by the
 * inverse square of the line's value there, which a first fit of equal weights tells. Null for fewer than five readings,
 * or if all are of one size.
 */
export const fitLine = (points: readonly Point[]): LineFit | null => {
  const n = points.length;
  if (n < fewestPoints || new Set(points.map(({ items }) => items)).size < 2) return null;
  const first = weightedLine(points, () => 1);
  // A line that falls below a hundredth of the mean says nothing of how memory scatters there.
  const least = mean(points.map(({ value }) => Math.abs(value))) / 100;
  const scale = (items: number): number => Math.max(least, first.at(items)) || 1;
  const { at: line, slope, middle, weight, spread } = weightedLine(points, (x) => 1 / scale(x) ** 2);
  const squares = points.map(({ items, value }) => ((value - line(items)) / scale(items)) ** 2);
  const deviation = Math.sqrt(sum(squares) / (n - 2));
  const t = studentQuantile(n - 2);
  const half = (t * deviation) / Math.sqrt(spread);
  return {
    intercept: line(0),
    slope,
    slopeCi95: [slope - half, slope + half],
    worst: Math.max(...mediansBySize(points).map(({ items, value }) => Math.abs(value / line(items) - 1))),
    points: n,
    middle,
    largest: Math.max(...points.map(({ items }) => items)),
    at: (items) => {
      const value = line(items);
      const far = t * deviation * Math.sqrt(scale(items) ** 2 + 1 / weight + (items - middle) ** 2 / spread);
      return { value, ci95: [value - far, value + far] };
    },
  };
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const weightedLine = (points: readonly Point[], weightAt: (items: number) => number) => {
  const weights = points.map(({ items }) => weightAt(items));
  const weight = sum(weights);
  const weighed = (of: (point: Point) => number): number =>
    sum(points.map((point, i) => (weights[i] as number) * of(point)));
  const middle = weighed(({ items }) => items) / weight;
  const spread = weighed(({ items }) => (items - middle) ** 2);
  const slope = weighed(({ items, value }) => (items - middle) * value) / spread;
  const height = weighed(({ value }) => value) / weight;
  return {
    slope,
    middle,
    weight,
    spread,
    at: (items: number): number => height + slope * (items - middle),
  };
};

const mediansBySize = (points: readonly Point[]): Point[] =>
  [...Map.groupBy(points, ({ items }) => items)].map(([items, readings]) => ({
    items,
    value: median(readings.map(({ value }) => value)),
  }));

/**
 * A quantile of Student's t, that of 97.5 % by default, from the normal one: M. Abramowitz, I. Stegun, Handbook of Mathematical
 * Functions (1964), 26.7.5; within 0.2 % from three degrees of freedom on, that of z = 3 within 1 % from four on.
 * @param z the normal distribution's quantile
 */
export const studentQuantile = (freedom: number, z = 1.959964): number => {
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), z);
};
