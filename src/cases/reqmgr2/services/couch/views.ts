import { statuses } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Answer } from '../answer.ts';
import { type Body, type Item, repeatable } from '../body.ts';
import { couchDocument, couchRows } from '../framing.ts';
import { chunked } from './answers.ts';
import { designId, designRevision, designText, type ViewName } from './design.ts';
import { createField, createRevisions, createWholeField, deletedRevision } from './fields.ts';
import {
  createAllDocsOrder,
  createByStatusOrder,
  createSortedOrder,
  designIndex,
  type Order,
} from './order.ts';
import type { CouchQuery } from './query.ts';
import { positionsIn, select } from './range.ts';

/** What has rows: a view of the design document, or `_all_docs`. */
export interface View {
  readonly kind: 'view' | '_all_docs';
  readonly rowsOf: (workload: Workload, query: CouchQuery) => Rows;
}

interface Rows {
  /** Of the whole view. */
  readonly total: number;
  /** Null where keys were looked up one by one. */
  readonly offset: number | null;
  readonly rows: Iterable<Item>;
}

export const viewAnswer = (workload: Workload, { rowsOf }: View, query: CouchQuery): Answer => {
  const { total, offset, rows } = rowsOf(workload, query);
  return chunked({
    frame: couchRows(total, offset),
    items: rows,
    writer: workload.writer({ style: 'couch' }),
  });
};

/** One answer after the other, each in the frame that it has alone but for its end. */
export const queriesAnswer = (
  workload: Workload,
  { rowsOf }: View,
  queries: readonly CouchQuery[],
): Answer => {
  const items = repeatable(function* (): Generator<Item> {
    let before = '';
    for (const query of queries) {
      const { total, offset, rows } = rowsOf(workload, query);
      const { head, separator } = couchRows(total, offset);
      yield { before: `${before}\r\n${head}` };
      let between = '';
      for (const row of rows) {
        yield { ...row, before: between + row.before };
        between = separator;
      }
      yield { before: '\r\n]}' };
      before = ',';
    }
  });
  const frame = { ...couchDocument, head: '{"results":[', tail: '\r\n]}\n' };
  return chunked({ frame, items, writer: workload.writer({ style: 'couch' }) } satisfies Body);
};

/** Made once for a workload, which most requests find as the last one did. */
const oncePerWorkload = (create: (workload: Workload) => Order): ((workload: Workload) => Order) => {
  const orders = new WeakMap<Workload, Order>();
  return (workload) => {
    const order = orders.get(workload) ?? create(workload);
    orders.set(workload, order);
    return order;
  };
};

/** The rows of an order that a query selects, each made when it is sent. */
const selected = (order: Order, query: CouchQuery, rowOf: (index: number) => Item): Rows => {
  const { ranges, offset } = select(order, query);
  const rows = repeatable(function* () {
    for (const position of positionsIn(ranges, query.descending)) yield rowOf(order.indexAt(position));
  });
  return { total: order.total, offset, rows };
};

const withDocument = (row: string, index: number, { includeDocs }: CouchQuery): Item =>
  includeDocs ? { before: `${row},"doc":`, index, after: '}' } : { before: `${row}}` };

/** `{"id":N,"key":K,"value":V}`: what a view's map emits. */
const emitted = (
  orderOf: (workload: Workload) => Order,
  keysOf: (workload: Workload) => (index: number) => unknown,
  valuesOf: (workload: Workload) => (index: number) => unknown,
): View => ({
  kind: 'view',
  rowsOf: (workload, query) => {
    const [keyAt, valueAt] = [keysOf(workload), valuesOf(workload)];
    return selected(orderOf(workload), query, (index) => {
      const row = { id: workload.nameAt(index), key: keyAt(index), value: valueAt(index) ?? null };
      return withDocument(JSON.stringify(row).slice(0, -1), index, query);
    });
  },
});

/** A view whose rows have to be sorted. @param keysOf gives undefined for a workflow without a row */
const sorted = (
  keysOf: (workload: Workload) => (index: number) => unknown,
  valuesOf: (workload: Workload) => (index: number) => unknown = () => () => null,
): View =>
  emitted(
    oncePerWorkload((workload) => createSortedOrder(workload, keysOf(workload))),
    keysOf,
    valuesOf,
  );

/** With the status behind another value; no row where there is none. */
const withStatus = (field: string) => (workload: Workload) => {
  const valueAt = createField(workload, field);
  return (index: number) => {
    const value = valueAt(index) ?? undefined;
    return value === undefined || value === '' ? undefined : [value, workload.statusAt(index)];
  };
};

/** The views of the design document. */
export const views: Readonly<Record<ViewName, View>> = {
  bystatus: emitted(
    oncePerWorkload((workload) => createByStatusOrder(workload, statuses)),
    ({ statusAt }) => statusAt,
    ({ lastTransitionAt }) => lastTransitionAt,
  ),
  bystatusandtime: sorted(({ statusAt, lastTransitionAt }) => (index) => [
    statusAt(index),
    lastTransitionAt(index),
  ]),
  byteamandstatus: sorted(withStatus('Team')),
  byrequest: sorted(
    ({ nameAt }) => nameAt,
    (workload) => {
      const typeAt = createField(workload, 'RequestType');
      return (index) => [workload.statusAt(index), typeAt(index)];
    },
  ),
  byparentageflag: sorted(withStatus('ParentageResolved'), (workload) =>
    createWholeField(workload, 'ChainParentageMap'),
  ),
};

const allDocsOrder = oncePerWorkload(createAllDocsOrder);

/** `{"id":N,"key":N,"value":{"rev":R}}`. Keys that were asked for have a row each, in their order, and no offset. */
export const allDocs: View = {
  kind: '_all_docs',
  rowsOf: (workload, query) => {
    const order = allDocsOrder(workload);
    const revisionAt = createRevisions(workload);
    const rowOf = (index: number): Item => {
      if (index === designIndex) return designRow(query);
      const name = workload.nameAt(index);
      return withDocument(idRow(name, { rev: revisionAt(index) }), index, query);
    };
    const { keys, skip, limit } = query;
    if (keys === null) return selected(order, query, rowOf);
    const asked = keys.slice(skip, skip + limit);
    const rows = repeatable(function* () {
      for (const key of asked) yield keyRow(workload, key, query, rowOf);
    });
    return { total: order.total, offset: null, rows };
  },
};

/** A row without its closing brace. */
const idRow = (id: string, value: { readonly rev: string; readonly deleted?: true }): string =>
  JSON.stringify({ id, key: id, value }).slice(0, -1);

const designRow = ({ includeDocs }: CouchQuery): Item => ({
  before: `${idRow(designId, { rev: designRevision })}${includeDocs ? `,"doc":${designText}` : ''}}`,
});

/** Of a key that was asked for: the row of its document, of one that was deleted, or an error. */
const keyRow = (
  workload: Workload,
  key: unknown,
  query: CouchQuery,
  rowOf: (index: number) => Item,
): Item => {
  if (key === designId) return designRow(query);
  const index = typeof key === 'string' ? workload.indexOf(key) : undefined;
  if (index !== undefined) return rowOf(index);
  if (typeof key === 'string' && workload.wasDeleted(key)) {
    const row = idRow(key, { rev: deletedRevision(key), deleted: true });
    return { before: `${row}${query.includeDocs ? ',"doc":null' : ''}}` };
  }
  return { before: `{"key":${JSON.stringify(key)},"error":"not_found"}` };
};
