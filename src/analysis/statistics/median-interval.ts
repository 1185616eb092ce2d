/**
 * A 95 % interval of the median from order statistics, without an assumption about the distribution: the true median
 * lies between the k-th smallest and the k-th largest of n values unless fewer than k of them fell on one side, which
 * is a binomial tail with p = 1/2. The largest k that keeps at least 95 % is taken; for six values that is 1, the whole
 * range (96.9 %), and below six there is none. Null for fewer than six values.
 *
 * Source: W. J. Conover, Practical Nonparametric Statistics, 3rd edition (1999), section 3.2, confidence interval for a
 * quantile; also H. A. David, H. N. Nagaraja, Order Statistics, 3rd edition (2003), section 7.1.
 */
export const medianInterval = (values: readonly number[]): readonly [number, number] | null => {
  const k = depthOfInterval(values.length);
  if (k === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted.at(k - 1), sorted.at(-k)];
  return low === undefined || high === undefined ? null : [low, high];
};

/** The fewest values of which an interval can be given. */
export const fewestForInterval = 6;

const mostOneTail = 0.025;

/** The largest k with P(Binomial(n, 1/2) < k) of at most 2.5 %; 0 if there is none. By logarithms, since 0.5 ** 1075 is 0. */
const depthOfInterval = (n: number): number => {
  let logProbability = n * Math.log(0.5);
  let tail = Math.exp(logProbability);
  let k = 0;
  while (tail <= mostOneTail && k < n / 2) {
    k += 1;
    logProbability += Math.log((n - k + 1) / k);
    tail += Math.exp(logProbability);
  }
  return k;
};
