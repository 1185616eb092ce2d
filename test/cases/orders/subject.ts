import type { CaseSubject, CommonContext, Consumer, Strategy } from '../../../src/subject/case.ts';
import type { AnswerShape } from '../../../src/subject/client/response.ts';
import { type Order, versionOf } from './orders.ts';

interface Shop {
  readonly days: readonly string[];
  /** The orders of a day; with a page, so many from there. */
  readonly orders: (
    day: string,
    page?: { readonly from: number; readonly count: number },
  ) => Promise<Order[]>;
}

const list: AnswerShape<Order[]> = {
  expected: 'a list of orders',
  read: (answer) => (Array.isArray(answer) ? (answer as unknown as Order[]) : undefined),
};

type OfShop = Strategy<Shop & CommonContext>;

const idle: OfShop = async function* () {
  yield* [];
};

const whole: OfShop = async function* ({ days, orders }) {
  const all: Order[] = [];
  for (const day of days) all.push(...(await orders(day)));
  yield* all;
};

const paged: OfShop = async function* ({ days, orders, params }) {
  const count = Number(params.page);
  for (const day of days) {
    for (let from = 0; ; from += count) {
      const page = await orders(day, { from, count });
      yield* page;
      if (page.length < count) break;
    }
  }
};

const ledger: Consumer<Shop> = async (items, _, onItem) => {
  let [orders, cents] = [0, 0];
  for await (const order of items() as AsyncIterable<Order>) {
    orders += 1;
    cents += order.total;
    onItem(order.id, versionOf(order.id, order.total));
  }
  return { orders, cents };
};

const subject: CaseSubject<Shop> = {
  open: ({ http, data }) => ({
    days: (data as { readonly days: readonly string[] }).days,
    orders: (day, page) =>
      http.get(`/days/${day}${page === undefined ? '' : `?from=${page.from}&count=${page.count}`}`, list),
  }),
  strategies: {
    idle: async () => ({ default: idle }),
    whole: async () => ({ default: whole }),
    paged: async () => ({ default: paged }),
  },
  consumers: { bookkeeper: async () => ({ default: ledger }) },
  readByPost: [],
  example:
    'export default async function* ({ days, orders }) { for (const day of days) yield* await orders(day); }',
};
export default subject;
