import { median } from 'simple-statistics';
import type { Shift } from '../../record/checks/changes.ts';
import { fewestForInterval } from '../statistics/median-interval.ts';

/**
 * By which factor readings of one run differ from those of another, where nothing pairs them: the estimator of Hodges
 * and Lehmann, the median of the n × m ratios, with Moses's 95 % interval: from the k-th smallest ratio to the k-th
 * largest, k the largest number with P(U < k) of at most 2.5 % under the null distribution of Mann and Whitney's U. It
 * assumes no distribution, only that the factor is all that tells the two apart; scatters of different size make it
 * somewhat too narrow, which is one reason why a gate has a bound besides. What differs between runs and not within one (a
 * machine that has slowed down) no interval of two runs can know: the bound must allow for it.
 *
 * Where a reading before is not above 0 there is no factor, and the same is done with differences, of which the method was
 * made in the first place. No interval for fewer than six readings on either side, as of `medianInterval`.
 *
 * Source: M. Hollander, D. A. Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd edition (2014), sections 4.2
 * and 4.3, for the shift between two samples; a ratio is a shift of logarithms, and order statistics do not mind the log.
 * @param before at least one reading, and so after
 */
export const shiftBetween = (before: readonly number[], after: readonly number[]): Shift => {
  const isRatio = Math.min(...before) > 0;
  const shifts = after.flatMap((y) => before.map((x) => (isRatio ? y / x : y - x))).sort((a, b) => a - b);
  const of = isRatio ? 'ratio' : 'difference';
  const value = median(shifts);
  if (Math.min(before.length, after.length) < fewestForInterval) return { of, value, ci95: null };
  const k = depthOfInterval(before.length, after.length);
  return { of, value, ci95: [shifts.at(k - 1) ?? value, shifts.at(-k) ?? value] };
};

const mostOneTail = 0.025;

/** The largest k with P(U < k) of at most 2.5 %, U of Mann and Whitney for n and m readings. At least 6 from 6 and 6 on. */
export const depthOfInterval = (n: number, m: number): number => {
  let tail = 0;
  let k = 0;
  for (const probability of distributionOfU(n, m)) {
    tail += probability;
    if (tail > mostOneTail) return k;
    k += 1;
  }
  return k;
};

/**
 * P(U = u) for u from 0. The largest of all readings is one of the n, and then beats all m, or one of the m, and beats
 * none that counts: P(n, m, u) = n / (n + m) × P(n - 1, m, u - m) + m / (n + m) × P(n, m - 1, u).
 */
const distributionOfU = (n: number, m: number): readonly number[] => {
  const size = n * m + 1;
  let row = Array.from({ length: m + 1 }, () => startingAtZero(size));
  for (let i = 1; i <= n; i += 1) {
    const next = [startingAtZero(size)];
    for (let j = 1; j <= m; j += 1) {
      const [fewerOfI, fewerOfJ] = [row[j] as number[], next[j - 1] as number[]];
      next.push(fewerOfJ.map((p, u) => (i * (u < j ? 0 : (fewerOfI[u - j] as number)) + j * p) / (i + j)));
    }
    row = next;
  }
  return row[m] as number[];
};

const startingAtZero = (size: number): number[] => Array.from({ length: size }, (_, u) => (u === 0 ? 1 : 0));
