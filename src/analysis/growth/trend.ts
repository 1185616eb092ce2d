import { mean } from 'simple-statistics';

/** Live memory at a time, or after so many cycles or requests. */
export interface Reading {
  /** In any unit, ascending. */
  readonly at: number;
  readonly bytes: number;
}

/** How fast something rises over a part of the blocks, and the standard error of that. */
interface Slope {
  readonly slope: number;
  readonly error: number;
}

/** Over all blocks, and over either half of them. */
export interface Trend {
  readonly whole: Slope;
  readonly halves: readonly [Slope, Slope];
}

/**
 * The least-squares line through blocks that may go on like the one before, as memory does.
 *
 * Residuals are taken for a process of first order, so that two of them that lie d blocks apart correlate by rho^d. Then a
 * slope, a weighted sum of the blocks' heights, has the variance s² w'Rw, and s² is the squares of the residuals over
 * trace(MR), where M takes away what the line explains (G. E. P. Box, Annals of Mathematical Statistics 25, 1954, theorem
 * 3.1; for blocks in place of readings: B. Schmeiser, Operations Research 30, 1982). Exact for the rho that is given, which is
 * guessed high: see `correlationOf`.
 *
 * @param blocks at least five
 */
export const trendOf = (blocks: readonly Reading[]): Trend => {
  const [at, heights] = [blocks.map((block) => block.at), blocks.map(({ bytes }) => bytes)];
  const n = at.length;
  const [weights, level] = [weightsOf(at, 0, n), Array<number>(n).fill(1 / Math.sqrt(n))];
  const middle = mean(at);
  const [slope, height] = [dot(weights, heights), mean(heights)];
  const residuals = heights.map((value, i) => value - height - slope * ((at[i] as number) - middle));
  const rho = correlationOf(residuals);
  const unit = weights.map((weight) => weight / Math.sqrt(dot(weights, weights)));
  const freedom = n - varianceOf(level, rho) - varianceOf(unit, rho);
  const variance = dot(residuals, residuals) / freedom;
  const over = (from: number, to: number): Slope => {
    const part = weightsOf(at, from, to);
    return { slope: dot(part, heights), error: Math.sqrt(variance * varianceOf(part, rho)) };
  };
  return { whole: over(0, n), halves: [over(0, n >> 1), over(n >> 1, n)] };
};

/**
 * How much a residual goes on like the one before: by one standard deviation (1/√n) more than what is read, and corrected for
 * what a line takes away from it (F. H. C. Marriott, J. A. Pope, Biometrika 41, 1954). Too high makes intervals wide, too
 * low makes leaks of nothing.
 */
const correlationOf = (residuals: readonly number[]): number => {
  const [n, squares] = [residuals.length, dot(residuals, residuals)];
  if (squares === 0) return 0;
  const read = dot(residuals.slice(1), residuals.slice(0, -1)) / squares;
  const corrected = read + (2 + 3 * Math.max(0, read)) / n;
  return Math.min(0.98, Math.max(0, corrected + Math.sqrt((1 - read * read) / n)));
};

/** Weights by which heights sum up to the slope of the least-squares line over a part; 0 outside it. */
const weightsOf = (at: readonly number[], from: number, to: number): number[] => {
  const part = at.slice(from, to);
  const middle = mean(part);
  const spread = sum(part.map((place) => (place - middle) ** 2));
  return at.map((place, i) => (i < from || i >= to ? 0 : (place - middle) / spread));
};

/** Of a weighted sum, in units of the variance of one block. */
const varianceOf = (weights: readonly number[], rho: number): number => {
  let variance = 0;
  for (let lag = 0, alike = 1; lag < weights.length; lag++, alike *= rho) {
    const both = dot(weights.slice(lag), weights.slice(0, weights.length - lag));
    variance += (lag === 0 ? 1 : 2) * alike * both;
  }
  return variance;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const dot = (some: readonly number[], others: readonly number[]): number => {
  let total = 0;
  for (let i = 0; i < some.length; i++) total += (some[i] as number) * (others[i] as number);
  return total;
};
