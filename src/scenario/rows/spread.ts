import type { StrategyParams } from '../../record/messages/subject.ts';

export type Value = string | number | boolean;

/** Parameters as a scenario gives them: a value, or a list of values that spreads into rows. */
export type Given = Readonly<Record<string, Value | readonly Value[]>>;

/** Every combination of the values, the first parameter slowest. */
export const spread = (given: Given): StrategyParams[] =>
  Object.entries(given).reduce<StrategyParams[]>(
    (points, [key, values]) =>
      points.flatMap((point) => [values].flat().map((value) => ({ ...point, [key]: value as Value }))),
    [{}],
  );

/** `name-then-chunk chunk=100 concurrency=4`. */
export const labelOf = (name: string, params: StrategyParams): string =>
  [name, ...Object.entries(params).map(([key, value]) => `${key}=${value}`)].join(' ');
