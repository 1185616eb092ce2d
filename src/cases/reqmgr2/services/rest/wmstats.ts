import type { HttpHandler } from 'msw/http';
import { activeStatuses } from '../../workload/description.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Resolve } from '../answer.ts';
import { documentLines, documentsByName, type Found, noMembers, texts } from './bodies.ts';
import { emptyDataCache, executionError } from './errors.ts';
import { frames } from './framing.ts';
import { type Api, anyFormat, type Call, restHandlers } from './layer.ts';
import { filterMatcher, readerOf, selectRequests } from './select-requests.ts';

/** The WMStats server, whose cache holds the active requests. */
export const wmStatsHandlers = (resolve: Resolve): HttpHandler[] =>
  restHandlers(resolve, {
    root: '*/wmstatsserver/data',
    apis: {
      requestcache: { GET: requestCache },
      filtered_requests: { GET: filteredRequests },
      globallocks: {
        GET: unlessEmpty(({ workload, layout }) => texts(frames[layout].list, workload.globalLocks)),
      },
      protectedlfns: { GET: unlessEmpty(protectedLfns) },
      protectedlfns_final: { GET: { formats: anyFormat, answer: protectedFinalLfns } },
    },
    caching: {
      pragma: 'no-cache',
      expires: 'Sun, 19 Nov 1978 05:00:00 GMT',
      'cache-control': 'no-store, no-cache, must-revalidate, post-check=0, pre-check=0',
    },
    unmaskable: executionError,
  });

const isEmpty = (workload: Workload): boolean =>
  activeStatuses.every((status) => workload.countOf(status) === 0);

/** While the cache is empty, some APIs say so, and the others find nothing. */
const unlessEmpty = (answer: (call: Call) => Found): Api => ({
  formats: anyFormat,
  answer: (call) => {
    if (isEmpty(call.workload)) throw emptyDataCache();
    return answer(call);
  },
});

const active = (workload: Workload): Iterable<number> =>
  selectRequests(workload, { statuses: activeStatuses });

/** Not yet new, and no longer announced or given up: WMCore's ACTIVE_STATUS_FILTER. */
const inWork = (workload: Workload): Iterable<number> =>
  selectRequests(workload, { statuses: statusesInWork });
const statusesInWork = activeStatuses.filter(
  (status) => !['new', 'announced', 'aborted', 'aborted-completed', 'rejected'].includes(status),
);

const requestCache: Api = {
  formats: anyFormat,
  answer: ({ workload, layout }) =>
    isEmpty(workload)
      ? noMembers(layout)
      : documentsByName(workload, active(workload), { style: 'reqmgr' }, layout),
};

/** All parameters but `mask` are keys of the documents, which must have them; of a repeated one the values are alternatives. */
const filteredRequests: Api = {
  formats: anyFormat,
  takes: (_, query) => {
    for (const key of [...query.keys()]) query.delete(key);
  },
  answer: ({ workload, query, layout }) => {
    const masks = query.getAll('mask');
    const keys = [...new Set(query.keys())].filter((key) => key !== 'mask');
    const { RequestStatus, RequestName, ...others } = Object.fromEntries(
      keys.map((key) => [key, query.getAll(key)]),
    );
    const matches = filterMatcher(workload, others);
    const selected = selectRequests(workload, {
      statuses: activeStatuses.filter((status) => RequestStatus?.includes(status) ?? true),
      ...(RequestName && { names: RequestName }),
      matches,
    });
    const mask = masks.length > 0 ? { mask: [...new Set([...masks, 'RequestName'])] } : {};
    const found = documentLines(workload, selected, { style: 'reqmgr', ...mask }, layout);
    return { ...found, isUnsure: found.isUnsure || matches !== undefined };
  },
};

/** Where active requests write before their output is merged, those of passing datasets among them. */
const protectedLfns = ({ workload, layout }: Call): Found => {
  const read = readerOf(workload, { mask: ['OutputModulesLFNBases'] });
  return texts(frames[layout].list, () =>
    Iterator.from(inWork(workload)).flatMap((index) => strings(read(index).OutputModulesLFNBases)),
  );
};

/** The same of their output datasets alone: `/store/unmerged/ERA/PRIMARY/TIER/PROCESSING-vN`. */
const protectedFinalLfns = ({ workload, layout }: Call): Found => {
  const read = readerOf(workload, { mask: ['OutputDatasets', 'UnmergedLFNBase'] });
  return texts(frames[layout].list, () =>
    Iterator.from(inWork(workload)).flatMap((index) => {
      const { OutputDatasets, UnmergedLFNBase } = read(index);
      return strings(OutputDatasets).map((dataset) => {
        const [, primary, processed = '', tier] = dataset.split('/');
        const [era, ...rest] = processed.split('-');
        return [UnmergedLFNBase, era, primary, tier, rest.join('-')].join('/');
      });
    }),
  );
};

const strings = (value: unknown): string[] =>
  [value].flat().filter((item): item is string => typeof item === 'string' && item !== '');
