import { type HttpHandler, http } from 'msw/http';
import { type Answer, type Answerer, lastSegment, type Resolve } from '../answer.ts';
import { textBody } from '../body.ts';
import { bodyOf, jsonAnswer, notAllowed, refusing } from './answers.ts';
import { designId } from './design.ts';
import { bulkGet, documentAnswer } from './documents.ts';
import { type Fields, queriesIn, readQuery } from './query.ts';
import { badRequest, missing, Refusal } from './refusal.ts';
import { databaseInfo, databaseName, welcome } from './server.ts';
import { allDocs, queriesAnswer, type View, viewAnswer, views } from './views.ts';

const server = '*/couchdb';
const database = `${server}/${databaseName}`;
const design = `${database}/${designId}`;

/** The database behind ReqMgr2, over its HTTP interface. */
export const couchHandlers = (resolve: Resolve): HttpHandler[] => {
  const send = (answerer: Answerer) => resolve(refusing(answerer));
  const read = (path: string, answerer: Answerer): HttpHandler[] => [
    http.get(path, send(answerer)),
    http.head(path, send(answerer)),
  ];
  const only = (path: string, methods: string): HttpHandler =>
    http.all(
      path,
      send(() => notAllowed(methods)),
    );
  const refuse = (path: string, reason: string): HttpHandler =>
    http.all(
      path,
      send(() => {
        throw missing(reason);
      }),
    );
  const rows = (path: string, view: View, methods: string): HttpHandler[] => [
    ...read(path, ({ url, workload }) => viewAnswer(workload, view, readQuery(view.kind, url.searchParams))),
    http.post(path, send(posted(view))),
    only(path, methods),
    http.post(`${path}/queries`, send(postedQueries(view))),
    only(`${path}/queries`, 'POST'),
  ];
  return [
    ...read(server, () => jsonAnswer(welcome)),
    ...read(`${server}/_all_dbs`, () => jsonAnswer([databaseName])),
    ...read(database, ({ workload }) => jsonAnswer(databaseInfo(workload))),
    only(database, 'GET,HEAD'),
    ...Object.entries(views).flatMap(([name, view]) =>
      rows(`${design}/_view/${name}`, view, 'GET,POST,HEAD'),
    ),
    refuse(`${design}/_view/*`, 'missing_named_view'),
    ...read(
      design,
      documentAnswer(() => designId),
    ),
    only(design, 'GET,HEAD'),
    refuse(`${design}/*`, 'Document is missing attachment'),
    refuse(`${database}/_design/*`, 'missing'),
    ...rows(`${database}/_all_docs`, allDocs, 'GET,HEAD,POST'),
    http.post(`${database}/_bulk_get`, send(bulkGet)),
    only(`${database}/_bulk_get`, 'POST'),
    http.get(`${database}/:id`, send(document)),
    http.head(`${database}/:id`, send(document)),
    only(`${database}/:id`, 'GET,HEAD'),
    refuse(`${database}/:id/*`, 'Document is missing attachment'),
    refuse(`${server}/*`, 'Database does not exist.'),
  ];
};

const posted =
  (view: View): Answerer =>
  async (asked) => {
    const body = await bodyOf(asked);
    checkPosted(view, body);
    return viewAnswer(asked.workload, view, readQuery(view.kind, body, asked.url.searchParams));
  };

const checkPosted = ({ kind }: View, { keys, queries }: Fields): void => {
  const areKeysRead = keys === undefined || Array.isArray(keys);
  if (kind === '_all_docs') {
    if (!areKeysRead) throw badRequest('`keys` body member must be an array.');
    return;
  }
  if (queries !== undefined) {
    if (!Array.isArray(queries)) throw badRequest('`queries` member must be an array.');
    throw badRequest('The `queries` parameter is no longer supported at this endpoint');
  }
  if (!areKeysRead) throw badRequest('`keys` member must be an array.');
};

/** What the query string says holds for each query that does not say otherwise. */
const postedQueries =
  (view: View): Answerer =>
  async (asked) => {
    const queries = queriesIn(await bodyOf(asked));
    const kind = view.kind === 'view' ? 'view' : '_all_docs/queries';
    const read = queries.map((query) => readQuery(kind, asked.url.searchParams, query));
    return queriesAnswer(asked.workload, view, read);
  };

const document: Answerer = (asked) => {
  const { url } = asked;
  if (/[/]_design%2f/i.test(url.pathname)) return redirect(url);
  const id = lastSegment(url);
  // No document's id begins so: it is something of CouchDB's own, and nobody should take it for a document that is gone.
  if (id.startsWith('_')) throw new Refusal('not_implemented', `this mock of CouchDB has no ${id}`);
  return documentAnswer(() => id)(asked);
};

/** A design document whose slash is escaped is told to be at its plain path. */
const redirect = (url: URL): Answer => ({
  status: 301,
  headers: {
    location: `${url.origin}${url.pathname.replace(/_design%2f/i, '_design/')}${url.search}`,
    'content-length': '0',
  },
  body: textBody(''),
});
