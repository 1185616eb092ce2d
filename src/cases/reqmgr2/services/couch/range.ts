import type { Order } from './order.ts';
import type { CouchQuery } from './query.ts';

/** Positions from `from` up to but without `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a query selects of an order, range by range in the order of the answer, cut by its skip and limit. */
export const rangesOf = (order: Order, query: CouchQuery): readonly Range[] => {
  let { skip, limit } = query;
  return selectedRanges(order, query).map(({ from, to }) => {
    const skipped = Math.min(skip, to - from);
    const taken = Math.min(limit, to - from - skipped);
    skip -= skipped;
    limit -= taken;
    return query.descending
      ? { from: to - skipped - taken, to: to - skipped }
      : { from: from + skipped, to: from + skipped + taken };
  });
};

const selectedRanges = (order: Order, query: CouchQuery): readonly Range[] => {
  const { keys, start, end, descending, inclusiveEnd } = query;
  if (keys !== null) {
    return keys.map((key) => ({ from: order.lower({ key }), to: order.upper({ key }) }));
  }
  const [low, high] = descending ? [end, start] : [start, end];
  const isLowIncluded = inclusiveEnd || !descending;
  const isHighIncluded = inclusiveEnd || descending;
  const from = low === null ? 0 : isLowIncluded ? order.lower(low) : order.upper(low);
  const to = high === null ? order.total : isHighIncluded ? order.upper(high) : order.lower(high);
  return [{ from, to: Math.max(from, to) }];
};

export function* positionsIn(ranges: readonly Range[], descending: boolean): Generator<number, void> {
  for (const { from, to } of ranges) {
    if (descending) for (let position = to - 1; position >= from; position--) yield position;
    else for (let position = from; position < to; position++) yield position;
  }
}

/** The answer's `offset`: how many rows of the whole order, walked in this direction, come before the first one. */
export const startOf = (order: Order, query: CouchQuery): number => {
  const ranges = rangesOf(order, query);
  const first = ranges.find(({ from, to }) => to > from) ?? ranges[0];
  if (first === undefined) return 0;
  return query.descending ? order.total - first.to : first.from;
};
