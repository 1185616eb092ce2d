import { type HttpHandler, http } from 'msw/http';
import { activeStatuses, isStatus, type Status, statuses } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Answer, Asked, Resolve } from '../answer.ts';
import { type Body, textBody } from '../body.ts';
import { archivedWithDetail, invalidParameter, unknownApi, unsupportedMethod } from '../errors.ts';
import { restMember } from '../framing.ts';
import {
  documentLines,
  documentsByName,
  lastSegment,
  maskedAnswer,
  names,
  restAnswer,
  textItems,
} from './bodies.ts';
import { selectRequests } from './select-requests.ts';

const root = '*/reqmgr2/data';

/** ReqMgr2's REST interface. */
export const reqMgrHandlers = (resolve: Resolve): HttpHandler[] => [
  http.get(
    `${root}/request`,
    resolve(({ url, workload }) => findRequests(workload, url.searchParams)),
  ),
  http.all(`${root}/request`, resolve(unsupportedMethod)),
  http.post(`${root}/request/bynames`, resolve(findByNames)),
  http.get(
    `${root}/request/:name`,
    resolve(({ url, workload }) => findRequests(workload, url.searchParams, [lastSegment(url)])),
  ),
  http.all(`${root}/request/:name`, resolve(unsupportedMethod)),
  http.get(
    `${root}/parentlocks`,
    resolve(({ workload }) => restAnswer(parentLocks(workload))),
  ),
  http.all(`${root}/parentlocks`, resolve(unsupportedMethod)),
  http.all(`${root}/*`, resolve(unknownApi)),
  http.all('*/reqmgr2/requests', resolve(webPage)),
];

/** Criteria that compare a key of the document; the others of ReqMgr2 are not served. */
const propertyCriteria = { request_type: 'RequestType', prep_id: 'PrepID', campaign: 'Campaign' } as const;

const knownParameters = new Set([
  ...['status', 'name', 'detail', 'mask', 'common_dict', '_nostale'],
  ...Object.keys(propertyCriteria),
]);

const findRequests = (
  workload: Workload,
  query: URLSearchParams,
  namesOutsideQuery: readonly string[] = [],
): Answer => {
  // An unknown criterion that is passed over would select more than was asked for.
  const unknown = [...query.keys()].find((key) => !knownParameters.has(key));
  if (unknown !== undefined) return invalidParameter(`unknown parameter ${encodeURIComponent(unknown)}`);

  const isDetailed = !['False', 'false', 'FALSE'].includes(query.get('detail') ?? 'True');
  const asked = query.getAll('status');
  if (isDetailed && asked.some((status) => status.endsWith('-archived'))) return archivedWithDetail();

  const selected = select(workload, query, asked, [...namesOutsideQuery, ...query.getAll('name')]);
  if (!isDetailed) return restAnswer(names(workload, selected));
  const form = { style: 'reqmgr', ...maskOf(query.getAll('mask')) } as const;
  const bodyOf = query.get('common_dict') === '1' ? documentLines : documentsByName;
  const body = () => bodyOf(workload, selected, form);
  return query.has('mask') ? maskedAnswer(body) : restAnswer(body());
};

/** No criterion selects nothing. */
const select = (
  workload: Workload,
  query: URLSearchParams,
  askedStatuses: readonly string[],
  askedNames: readonly string[],
): Iterable<number> => {
  const properties = Object.fromEntries(
    Object.entries(propertyCriteria)
      .filter(([parameter]) => query.has(parameter))
      .map(([parameter, key]) => [key, query.getAll(parameter)]),
  );
  const hasCriterion =
    askedStatuses.length > 0 || askedNames.length > 0 || Object.keys(properties).length > 0;
  if (!hasCriterion) return [];
  return selectRequests(workload, {
    statuses: askedStatuses.length > 0 ? statusesOf(askedStatuses) : statuses,
    ...(askedNames.length > 0 && { names: askedNames }),
    properties,
  });
};

const statusesOf = (asked: readonly string[]): readonly Status[] =>
  asked.flatMap((status): readonly Status[] =>
    status === 'ACTIVE' ? activeStatuses : isStatus(status) ? [status] : [],
  );

const maskOf = (keys: readonly string[]): { mask?: readonly string[] } =>
  keys.length === 0 ? {} : { mask: [...new Set(keys)] };

const findByNames = async ({ request, url, workload }: Asked): Promise<Answer> => {
  const asked = namesIn(await request.text());
  if (asked === null) return invalidParameter('expected a JSON list of request names in the body');
  return asked.length === 0
    ? restAnswer(documentsByName(workload, [], { style: 'reqmgr' }))
    : findRequests(workload, url.searchParams, asked);
};

const namesIn = (text: string): readonly string[] | null => {
  try {
    const body: unknown = JSON.parse(text);
    return Array.isArray(body) && body.every((name) => typeof name === 'string') ? body : null;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
};

const parentLocks = (workload: Workload): Body => ({
  frame: restMember('parentlocks'),
  items: textItems(() => workload.parentLocks()),
  writer: null,
});

/** What a browser gets one directory above the data, whatever a client says that it accepts. */
const webPage = (): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: textBody(
    '<!DOCTYPE html>\n<html>\n<head><title>ReqMgr2: requests</title></head>\n<body>\n<h1>Requests</h1>\n<p>The data behind this page are under /reqmgr2/data/request.</p>\n</body>\n</html>\n',
  ),
});
