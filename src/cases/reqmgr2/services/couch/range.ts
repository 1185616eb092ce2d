import type { Order } from './order.ts';
import type { Bound, CouchQuery } from './query.ts';

/** Positions from `from` up to but without `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
}

interface Selection {
  /** Range by range in the order of the answer, cut by skip and limit. */
  readonly ranges: readonly Range[];
  /**
   * How many rows of the whole order, walked in this direction, come before the first one that was found, and those that
   * were skipped, found or not: at most all rows. Where none was found, those before its place.
   */
  readonly offset: number;
}

/** What a query selects of an order. */
export const select = (order: Order, query: CouchQuery): Selection => {
  const { descending } = query;
  const whole = query.ranges.map(({ start, end }) => wholeRange(order, { ...query, start, end }));
  const first = whole.find(({ from, to }) => to > from) ?? whole.at(-1);
  const before = first === undefined ? 0 : descending ? order.total - first.to : first.from;
  return { ranges: cut(whole, query), offset: Math.min(order.total, before + query.skip) };
};

const cut = (whole: readonly Range[], { descending, ...query }: CouchQuery): readonly Range[] => {
  let { skip, limit } = query;
  return whole.map(({ from, to }) => {
    const skipped = Math.min(skip, to - from);
    const taken = Math.min(limit, to - from - skipped);
    skip -= skipped;
    limit -= taken;
    return descending
      ? { from: to - skipped - taken, to: to - skipped }
      : { from: from + skipped, to: from + skipped + taken };
  });
};

/** Empty at its start where the end lies before it. */
const wholeRange = (
  order: Order,
  { start, end, descending, inclusiveEnd }: Pick<CouchQuery, 'descending' | 'inclusiveEnd'> & Ends,
): Range => {
  if (descending) {
    const to = start === null ? order.total : order.upper(start);
    const from = end === null ? 0 : inclusiveEnd ? order.lower(end) : order.upper(end);
    return { from: Math.min(from, to), to };
  }
  const from = start === null ? 0 : order.lower(start);
  const to = end === null ? order.total : inclusiveEnd ? order.upper(end) : order.lower(end);
  return { from, to: Math.max(from, to) };
};

interface Ends {
  readonly start: Bound | null;
  readonly end: Bound | null;
}

export function* positionsIn(ranges: readonly Range[], descending: boolean): Generator<number, void> {
  for (const { from, to } of ranges) {
    if (descending) for (let position = to - 1; position >= from; position--) yield position;
    else for (let position = from; position < to; position++) yield position;
  }
}
