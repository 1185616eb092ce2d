import { type HttpHandler, http } from 'msw/http';
import { activeStatuses } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Answer, Answerer, Resolve } from '../answer.ts';
import type { Body } from '../body.ts';
import { emptyDataCache, unknownApi, unsupportedMethod } from '../errors.ts';
import { restList } from '../framing.ts';
import { documentLines, documentsByName, maskedAnswer, restAnswer, textItems } from './bodies.ts';
import { selectRequests } from './select-requests.ts';

const root = '*/wmstatsserver/data';

/** The WMStats server, whose cache holds the active requests. */
export const wmStatsHandlers = (resolve: Resolve): HttpHandler[] => {
  const api = (name: string, bodyOf: (workload: Workload, query: URLSearchParams) => Body): HttpHandler[] => {
    const answerer: Answerer = ({ url, workload }) =>
      hasActive(workload)
        ? answerFor(url.searchParams, () => bodyOf(workload, url.searchParams))
        : emptyDataCache();
    return [
      http.get(`${root}/${name}`, resolve(answerer)),
      http.all(`${root}/${name}`, resolve(unsupportedMethod)),
    ];
  };
  return [
    ...api('requestcache', requestCache),
    ...api('filtered_requests', filteredRequests),
    ...api('globallocks', (workload) => ({
      frame: restList,
      items: textItems(() => workload.globalLocks()),
      writer: null,
    })),
    http.all(`${root}/*`, resolve(unknownApi)),
  ];
};

/** A filter looks into tasks as a mask does. */
const answerFor = (query: URLSearchParams, body: () => Body): Answer =>
  query.size > 0 ? maskedAnswer(body) : restAnswer(body());

const hasActive = (workload: Workload): boolean =>
  activeStatuses.some((status) => workload.countOf(status) > 0);

const requestCache = (workload: Workload): Body =>
  documentsByName(workload, selectRequests(workload, { statuses: activeStatuses }), { style: 'reqmgr' });

/** All parameters but `mask` are keys of the documents; the values of a repeated one are alternatives. */
const filteredRequests = (workload: Workload, query: URLSearchParams): Body => {
  const masks = query.getAll('mask');
  const properties = Object.fromEntries(
    [...new Set(query.keys())].filter((key) => key !== 'mask').map((key) => [key, query.getAll(key)]),
  );
  const { RequestStatus, RequestName, ...others } = properties;
  const selected = selectRequests(workload, {
    statuses: activeStatuses.filter((status) => RequestStatus?.includes(status) ?? true),
    ...(RequestName && { names: RequestName }),
    properties: others,
  });
  return documentLines(workload, selected, {
    style: 'reqmgr',
    ...(masks.length > 0 && { mask: [...new Set([...masks, 'RequestName'])] }),
  });
};
