/** A list of orders: what they are made of, for all three processes. */
export interface Orders {
  /** Orders of each day. */
  readonly days: Readonly<Record<string, number>>;
}

export interface Order {
  readonly id: string;
  readonly day: string;
  readonly total: number;
  readonly note: string;
}

const orderOf = (day: string, index: number): Order => ({
  id: `${day}-${index}`,
  day,
  total: 100 + index,
  note: 'as always '.repeat(20),
});

export const ordersOf = (day: string, count: number): Order[] =>
  Array.from({ length: count }, (_, index) => orderOf(day, index));

/** What identifies an order in its present state. */
export const versionOf = (id: string, total: number): string => `${id}\n${total}`;
