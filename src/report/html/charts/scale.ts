/** A scale of a chart, from data to pixels. */
export interface Scale {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

/** From 0, or logarithmic where the largest is more than eight times the smallest: small ones would lie on each other. */
export const scaleFor = (values: readonly number[], range: readonly [number, number]): Scale => {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least > 0 && most > 8 * least
    ? logScale(values, range)
    : { type: 'linear', domain: [0, most * 1.05], range };
};

/** @param values above 0 */
export const logScale = (values: readonly number[], range: readonly [number, number]): Scale => ({
  type: 'log',
  domain: [Math.min(...values) / 1.3, Math.max(...values) * 1.15],
  range,
});

/** What a label says of a scale that a reader would else take for linear. */
export const noteFor = ({ type }: Scale): string => (type === 'log' ? ' (logarithmic)' : '');

/** Of a logarithmic scale 1, 2 and 5 of each power of ten: Plot's own would be a line for each digit. */
export const ticksOf = ({ type, domain: [low, high] }: Scale): number | number[] => {
  if (type === 'linear') return 5;
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i))
    .flatMap((power) => [power, 2 * power, 5 * power])
    .filter((tick) => tick >= low && tick <= high);
};
