import type { Workload } from '../../workload/workload.ts';
import type { Answer, Answerer, Asked } from '../answer.ts';
import { type Body, type Item, textBody } from '../body.ts';
import { couchBulk, couchDocument } from '../framing.ts';
import { bodyOf, sized } from './answers.ts';
import { designId, designRevision, designText } from './design.ts';
import { createRevisions, deletedRevision } from './fields.ts';
import { isFields } from './query.ts';
import { badRequest, missing } from './refusal.ts';

/** A document as it was found under an id, or a word that says why there is none. */
type Found =
  | { readonly type: 'found'; readonly revision: string; readonly item: Item }
  | { readonly type: 'deleted'; readonly revision: string; readonly item: Item }
  | { readonly type: 'missing' };

const find = (workload: Workload, id: string): Found => {
  if (id === designId) return { type: 'found', revision: designRevision, item: { before: designText } };
  const index = workload.indexOf(id);
  if (index !== undefined) {
    return { type: 'found', revision: createRevisions(workload)(index), item: { before: '', index } };
  }
  if (!workload.wasDeleted(id)) return { type: 'missing' };
  const revision = deletedRevision(id);
  return {
    type: 'deleted',
    revision,
    item: { before: JSON.stringify({ _id: id, _rev: revision, _deleted: true }) },
  };
};

/** `GET /DOCID`, its ETag the revision. A revision that is asked for must be the last one: no other is kept. */
export const documentAnswer =
  (idOf: (url: URL) => string): Answerer =>
  (asked) => {
    const { request, url, workload } = asked;
    const rev = url.searchParams.getAll('rev').at(-1);
    if (rev !== undefined) checkRevision(rev);
    const found = find(workload, idOf(url));
    if (found.type === 'missing' || (rev !== undefined && rev !== found.revision)) throw missing();
    if (found.type === 'deleted' && rev === undefined) throw missing('deleted');
    const etag = `"${found.revision}"`;
    if (isKnown(request, etag)) return { status: 304, headers: { etag }, body: textBody('') };
    return sized(bodyWith(workload, [found.item]), { etag });
  };

const bodyWith = (workload: Workload, items: Iterable<Item>, frame = couchDocument): Body => ({
  frame,
  items,
  writer: workload.writer({ style: 'couch' }),
});

/** A client's If-None-Match: etags with commas between them, weak ones like the others. */
const isKnown = (request: Request, etag: string): boolean =>
  (request.headers.get('if-none-match') ?? '')
    .split(/[, ]+/)
    .some((known) => known.replace(/^W\//, '') === etag);

const isRevision = (rev: unknown): rev is string => typeof rev === 'string' && /^[+-]?\d+-/.test(rev);
const checkRevision = (rev: string): void => {
  if (!isRevision(rev)) throw badRequest('Invalid rev format');
};

/** Parameters of a document that `_bulk_get` refuses in its query. */
const ofEach = ['open_revs', 'new_edits', 'w', 'rev', 'atts_since'];

/** Body: `{"docs":[{"id":N,"rev":R}, …]}`. Each with its document or its error, in the order asked for. */
export const bulkGet = async (asked: Asked): Promise<Answer> => {
  const { docs } = await bodyOf(asked);
  if (docs === undefined) throw badRequest("Missing JSON list of 'docs'.");
  if (!Array.isArray(docs)) throw badRequest('`docs` parameter must be an array.');
  const { url, workload } = asked;
  const refused = ofEach.find((name) => url.searchParams.has(name));
  if (refused !== undefined) throw badRequest(`"${refused}" query parameter is not acceptable`);
  return sized(
    bodyWith(
      workload,
      docs.map((each) => bulkItem(workload, each)),
      couchBulk,
    ),
  );
};

const bulkItem = (workload: Workload, asked: unknown): Item => {
  if (!isFields(asked) || Object.keys(asked).length === 0) {
    return errorItem(null, null, 'bad_request', 'document must be a JSON object');
  }
  const { id, rev } = asked;
  if (id === undefined) return errorItem(null, null, 'bad_request', 'document id missed');
  if (typeof id !== 'string') return errorItem(id, null, 'illegal_docid', 'Document id must be a string');
  if (rev !== undefined && !isRevision(rev)) return errorItem(id, rev, 'bad_request', 'Invalid rev format');
  const found = find(workload, id);
  if (found.type === 'missing' || (rev !== undefined && rev !== found.revision)) {
    return errorItem(id, rev ?? 'undefined', 'not_found', 'missing');
  }
  const { before, ...item } = found.item;
  return { before: `{"id":${JSON.stringify(id)},"docs":[{"ok":${before}`, ...item, after: '}]}' };
};

/** The members stand in the order in which CouchDB's encoder leaves them. */
const errorItem = (id: unknown, rev: unknown, error: string, reason: string): Item => ({
  before: JSON.stringify({ id, docs: [{ error: { rev, reason, id, error } }] }),
});
