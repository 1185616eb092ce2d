/**
 * The requests with a body that only read: names or keys that do not fit in a request line. ReqMgr2 and CouchDB write by
 * POST and PUT elsewhere, so a client that posts to these paths alone cannot change a real service.
 */
const reading: readonly RegExp[] = [
  /^\/reqmgr2\/data\/request\/bynames$/,
  /\/_all_docs$/,
  /\/_design\/[^/]+\/_view\/[^/]+$/,
  /\/_bulk_get$/,
];

/** An Error for a path, with or without a query, to which a POST might write: a defect of a client's, never sent. */
export const assertReads = (path: string): void => {
  const [bare = ''] = path.split('?', 1);
  if (reading.some((pattern) => pattern.test(bare))) return;
  throw new Error(`a POST to ${path} is not known to read only, and is not sent`);
};
