/**
 * The 95 % interval of a median of slopes between all pairs of points, which Kendall's statistic gives, with ties among the
 * places of the points (P. K. Sen, Journal of the American Statistical Association 63, 1968, section 6; normal
 * approximation of the statistic, fair from ten points on).
 *
 * @param slopes of all pairs of points at different places, ascending; at least one
 * @param ties how many points share each place
 */
export const senInterval = (
  slopes: readonly number[],
  ties: readonly number[],
): readonly [number, number] => {
  const term = (count: number): number => count * (count - 1) * (2 * count + 5);
  const points = ties.reduce((sum, tie) => sum + tie, 0);
  const variance = (term(points) - ties.reduce((sum, tie) => sum + term(tie), 0)) / 18;
  const cut = Math.max(0, Math.floor((slopes.length - 1.96 * Math.sqrt(variance)) / 2) - 1);
  return [slopes[cut] as number, slopes[slopes.length - 1 - cut] as number];
};
