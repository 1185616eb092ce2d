import { type HttpHandler, http } from 'msw/http';
import { statuses } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Answer, Answerer, Asked, Resolve } from '../answer.ts';
import { type Item, repeatable } from '../body.ts';
import { couchError, couchHeaders } from '../errors.ts';
import { couchBulk, couchDocument, couchRows } from '../framing.ts';
import { lastSegment } from '../rest/bodies.ts';
import { createAllDocsOrder, createByStatusOrder, type Order } from './order.ts';
import { type CouchQuery, Refusal, readBody, readQuery } from './query.ts';
import { positionsIn, rangesOf, startOf } from './range.ts';

const database = '*/couchdb/reqmgr_workload_cache';

/** The database behind ReqMgr2, over its HTTP interface. */
export const couchHandlers = (resolve: Resolve): HttpHandler[] => {
  const send = (answerer: Answerer) => resolve(refusing(answerer));
  const view = (path: string, served: View): HttpHandler[] => [
    http.get(
      path,
      send(({ url, workload }) => viewAnswer(workload, served, readQuery(url.searchParams))),
    ),
    http.post(
      path,
      send(async ({ request, url, workload }) =>
        viewAnswer(workload, served, readQuery(url.searchParams, readBody(await request.text()))),
      ),
    ),
    http.all(
      path,
      send(() => notAllowed('GET,POST')),
    ),
  ];
  return [
    ...view(`${database}/_design/ReqMgr/_view/bystatus`, byStatus),
    http.all(
      `${database}/_design/*`,
      send(() => couchError(404, 'not_found', 'missing_named_view')),
    ),
    ...view(`${database}/_all_docs`, allDocs),
    http.post(`${database}/_bulk_get`, send(bulkGet)),
    http.all(
      `${database}/_bulk_get`,
      send(() => notAllowed('POST')),
    ),
    http.get(
      `${database}/:id`,
      send(({ url, workload }) => oneDocument(workload, lastSegment(url))),
    ),
    http.all(
      `${database}/:id`,
      send(() => notAllowed('GET')),
    ),
    http.all(
      '*/couchdb/*',
      send(() => couchError(404, 'not_found', 'Database does not exist.')),
    ),
  ];
};

const notAllowed = (methods: string): Answer =>
  couchError(405, 'method_not_allowed', `Only ${methods} allowed`);

/** Answers a refused query with CouchDB's error. */
const refusing =
  (answerer: Answerer): Answerer =>
  async (asked) => {
    try {
      return await answerer(asked);
    } catch (thrown) {
      if (thrown instanceof Refusal) return couchError(400, thrown.error, thrown.message);
      throw thrown;
    }
  };

interface View {
  readonly orderOf: (workload: Workload) => Order;
  /** The rows that a query selects, and the answer's offset. */
  readonly select: (
    workload: Workload,
    order: Order,
    query: CouchQuery,
  ) => { offset: number; rows: Iterable<Item> };
}

const viewAnswer = (workload: Workload, { orderOf, select }: View, query: CouchQuery): Answer => {
  const order = orderOf(workload);
  const { offset, rows } = select(workload, order, query);
  return {
    status: 200,
    headers: couchHeaders,
    body: {
      frame: couchRows(order.total, offset),
      items: rows,
      writer: workload.writer({ style: 'couch' }),
    },
  };
};

/** `{"id":N,"key":STATUS,"value":TIME}`: what the view's map emits. */
const selectFromView: View['select'] = (workload, order, query) => {
  const ranges = rangesOf(order, query);
  const rows = repeatable(function* () {
    for (const position of positionsIn(ranges, query.descending)) {
      const index = order.indexAt(position);
      const status = workload.statusAt(index);
      const row = `{"id":"${workload.nameAt(index)}","key":"${status}","value":${workload.lastTransitionAt(index)}`;
      yield withDocument(row, index, query);
    }
  });
  return { offset: startOf(order, query), rows };
};

/** `{"id":N,"key":N,"value":{"rev":R}}`. Keys that were asked for have a row each, in their order, and no offset. */
const selectFromAllDocs: View['select'] = (workload, order, query) => {
  const { keys, skip, limit, descending } = query;
  const revisionAt = createRevisions(workload);
  const rowOf = (index: number): Item => {
    const name = workload.nameAt(index);
    const row = `{"id":"${name}","key":"${name}","value":{"rev":${revisionAt(index)}}`;
    return withDocument(row, index, query);
  };
  if (keys !== null) {
    const asked = (descending ? keys.toReversed() : keys).slice(skip, skip + limit);
    const rows = repeatable(function* () {
      for (const key of asked) {
        const index = typeof key === 'string' ? workload.indexOf(key) : undefined;
        yield index === undefined ? { before: notFoundRow(key) } : rowOf(index);
      }
    });
    return { offset: 0, rows };
  }
  const ranges = rangesOf(order, query);
  const rows = repeatable(function* () {
    for (const position of positionsIn(ranges, descending)) yield rowOf(order.indexAt(position));
  });
  return { offset: startOf(order, query), rows };
};

const notFoundRow = (key: unknown): string => `{"key":${JSON.stringify(key)},"error":"not_found"}`;

const withDocument = (row: string, index: number, { includeDocs }: CouchQuery): Item =>
  includeDocs ? { before: `${row},"doc":`, index, after: '}' } : { before: `${row}}` };

/** Made once for a workload, which most requests find as the last one did. */
const oncePerWorkload = (create: (workload: Workload) => Order): View['orderOf'] => {
  const orders = new WeakMap<Workload, Order>();
  return (workload) => {
    const order = orders.get(workload) ?? create(workload);
    orders.set(workload, order);
    return order;
  };
};

const byStatus: View = {
  orderOf: oncePerWorkload((workload) => createByStatusOrder(workload, statuses)),
  select: selectFromView,
};
const allDocs: View = { orderOf: oncePerWorkload(createAllDocsOrder), select: selectFromAllDocs };

/** A document's revision as JSON, read out of the document's own bytes. */
const createRevisions = (workload: Workload): ((index: number) => string) => {
  const writer = workload.writer({ style: 'couch', mask: ['_rev'] });
  const prefix = '{"_rev":';
  return (index) => {
    const target = Buffer.allocUnsafe(writer.sizeAt(index));
    return target.toString('latin1', prefix.length, writer.write(index, target, 0) - 1);
  };
};

const oneDocument = (workload: Workload, id: string): Answer => {
  const index = workload.indexOf(id);
  if (index === undefined) return couchError(404, 'not_found', 'missing');
  return {
    status: 200,
    headers: { ...couchHeaders, etag: createRevisions(workload)(index) },
    body: {
      frame: couchDocument,
      items: [{ before: '', index }],
      writer: workload.writer({ style: 'couch' }),
    },
  };
};

/** Body: `{"docs":[{"id":N}, …]}`. Each with its document or its error, in the order asked for. */
const bulkGet = async ({ request, workload }: Asked): Promise<Answer> => {
  const { docs } = readBody(await request.text());
  if (!Array.isArray(docs)) throw new Refusal('bad_request', 'Missing JSON list of `docs`.');
  const ids = docs.map((each: unknown) => {
    const id = typeof each === 'object' && each !== null && 'id' in each ? each.id : undefined;
    if (typeof id !== 'string') throw new Refusal('bad_request', 'Missing `id` in one of `docs`.');
    return id;
  });
  return {
    status: 200,
    headers: couchHeaders,
    body: {
      frame: couchBulk,
      items: ids.map((id) => bulkItem(id, workload.indexOf(id))),
      writer: workload.writer({ style: 'couch' }),
    },
  };
};

const bulkItem = (id: string, index: number | undefined): Item => {
  const text = JSON.stringify(id);
  return index === undefined
    ? {
        before: `{"id":${text},"docs":[{"error":{"id":${text},"rev":"undefined","error":"not_found","reason":"missing"}}]}`,
      }
    : { before: `{"id":${text},"docs":[{"ok":`, index, after: '}]}' };
};
