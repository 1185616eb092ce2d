import { z } from 'zod';
import { fingerprintOf, openDigest } from '../../../src/record/journal/fingerprint.ts';
import type { Case, Opened } from '../../../src/scenario/case.ts';
import { type Orders, ordersOf, versionOf } from './orders.ts';

const shape = z.strictObject({ name: z.string(), days: z.record(z.string(), z.int().min(0)) });

const fingerprintsOf = ({ served }: Opened) =>
  Object.entries((served as Orders).days).flatMap(([day, count]) =>
    ordersOf(day, count).map(({ id, total }) => fingerprintOf(id, versionOf(id, total))),
  );

/** A second case, which uses nothing of the built-in one. */
const orders: Case = {
  name: 'orders',
  modules: {
    services: new URL('./services.ts', import.meta.url).href,
    subject: new URL('./subject.ts', import.meta.url).href,
  },
  words: { item: 'order', items: 'orders' },
  strategies: {
    idle: { idea: 'asks for nothing', params: {} },
    whole: { idea: 'all orders of all days, then one by one', params: {} },
    paged: {
      idea: 'a page of orders at a time',
      params: { page: { kind: 'integer', min: 1, default: 10, meaning: 'orders a request' } },
    },
  },
  reference: 'whole',
  consumers: { bookkeeper: { title: 'bookkeeper', counts: { orders: 'orders', cents: 'cents' } } },
  keys: { measurement: {}, services: {}, target: {} },
  workloads: { names: () => [], shape },
  log: {
    columns: 'id and total',
    versionOf: (id, [total, ...more]) =>
      total === undefined || more.length > 0 ? null : versionOf(id, Number(total)),
  },
  open: ({ workload, scale }) => {
    const { days } = workload as z.output<typeof shape>;
    const scaled = Object.fromEntries(
      Object.entries(days).map(([day, count]) => [day, Math.round(count * scale)]),
    );
    return {
      groups: scaled,
      served: { days: scaled } satisfies Orders,
      fetched: { days: Object.keys(scaled) },
      variables: {},
    };
  },
  summarise: function* (opened) {
    const digest = openDigest();
    const fingerprints = fingerprintsOf(opened);
    for (const fingerprint of fingerprints) digest.add(fingerprint);
    const bytes = Object.entries((opened.served as Orders).days)
      .flatMap(([day, count]) => ordersOf(day, count))
      .reduce((sum, order) => sum + JSON.stringify(order).length, 0);
    const items = fingerprints.length;
    return {
      name: 'orders',
      items,
      groups: opened.groups,
      bytes,
      meanBytes: bytes / items,
      nesting: 0,
      digest: digest.text(),
    };
  },
  expect: (opened) => {
    const always = { items: fingerprintsOf(opened), passing: [] };
    return () => always;
  },
};
export default orders;
