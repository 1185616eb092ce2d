import { activeStatuses, isStatus, type Status, statuses } from '../../workload/description.ts';
import type { ViewKey } from '../../workload/documents/mask.ts';
import type { Workload } from '../../workload/workload.ts';
import { invalidSpecValue, serverError } from './errors.ts';
import { selectRequests, viewMatcher } from './select-requests.ts';

/** What a query of ReqMgr2's `request` asks for. */
export interface RequestQuery {
  readonly form: 'names' | 'object' | 'list';
  /** Null where every key is wanted. */
  readonly mask: readonly string[] | null;
  /** Null where the status is no criterion. */
  readonly statuses: readonly Status[] | null;
  readonly names: readonly string[] | null;
  readonly views: Readonly<Partial<Record<ViewKey, readonly string[]>>>;
  /** A criterion that no request fulfils. */
  readonly selectsNothing: boolean;
  /** Whether names are the first criterion that is looked up. */
  readonly beginsWithNames: boolean;
}

/** Parameters that are looked up in a view of CouchDB each. */
const viewParameters = {
  request_type: 'RequestType',
  prep_id: 'PrepID',
  inputdataset: 'InputDataset',
  outputdataset: 'OutputDatasets',
  campaign: 'Campaign',
  mc_pileup: 'MCPileup',
  data_pileup: 'DataPileup',
} as const satisfies Readonly<Record<string, ViewKey>>;

const falseWords: readonly (string | undefined)[] = ['false', 'False', 'FALSE'];

/**
 * The meaning of a query (ReqMgr/Service/Request.py, `_validateGET` and `get`). Parameters that it does not know change
 * nothing, but for one thing: where there are more than a view is made for, that view's parameters are unknown, too.
 * @throws RestError
 */
export const readRequestQuery = (query: URLSearchParams): RequestQuery => {
  const isDetailed = !falseWords.includes(only(query, 'detail'));
  const asked = query.getAll('status');
  if (isDetailed && asked.some((status) => status.endsWith('-archived'))) {
    throw invalidSpecValue(
      "Can't retrieve bulk archived status requests with detail option True,;                            set detail=false or use other search arguments",
    );
  }
  const isList = commonDict(query) === 1;
  const views = viewsOf(query);
  const dates = query.getAll('date_range');
  return {
    form: !isDetailed ? 'names' : isList ? 'list' : 'object',
    mask: query.has('mask') ? [...new Set(query.getAll('mask'))] : null,
    statuses: asked.length > 0 ? statusesOf(asked) : null,
    names: query.has('name') ? query.getAll('name') : null,
    views,
    // The view has lists of numbers for its keys, and what comes by a query is text.
    selectsNothing: dates.length > 1 || (dates[0] ?? '') !== '',
    beginsWithNames: asked.length === 0 && query.has('name'),
  };
};

/** The value of a parameter that is given once; undefined where it is not, or repeated, which makes a list of it. */
const only = (query: URLSearchParams, name: string): string | undefined => {
  const [value, ...others] = query.getAll(name);
  return others.length > 0 ? undefined : value;
};

/** As Python's int() reads it. */
const commonDict = (query: URLSearchParams): number => {
  if (!query.has('common_dict')) return 0;
  const text = only(query, 'common_dict')?.trim() ?? '';
  if (!/^[+-]?\d+(_\d+)*$/.test(text)) throw serverError();
  return Number(text.replaceAll('_', ''));
};

/** ACTIVE stands for the active statuses where it stands alone; beside others it is a status that none has. */
const statusesOf = (asked: readonly string[]): readonly Status[] =>
  asked.length === 1 && asked[0] === 'ACTIVE' ? activeStatuses : asked.filter(isStatus);

/** Not criteria; the others count, known or not. */
const apart: ReadonlySet<string> = new Set(['mask', 'detail', 'common_dict', '_nostale']);

const viewsOf = (query: URLSearchParams): RequestQuery['views'] => {
  const counted = new Set(query.keys()).difference(apart);
  const are = (...names: readonly string[]): boolean =>
    counted.size === names.length && names.every((name) => counted.has(name));
  const further = {
    ...(are('status', 'team') && { Team: query.getAll('team') }),
    ...((are('status', 'requestor') || are('status', 'requestor', 'request_type')) && {
      Requestor: query.getAll('requestor'),
    }),
  };
  const known = Object.entries(viewParameters).filter(([name]) => query.has(name));
  return { ...further, ...Object.fromEntries(known.map(([name, key]) => [key, query.getAll(name)])) };
};

/** The requests that fulfil every criterion; null where there is no criterion, which selects none. */
export const selectByQuery = (workload: Workload, query: RequestQuery): Iterable<number> | null => {
  const { names, views, selectsNothing } = query;
  const matches = viewMatcher(workload, views);
  const hasCriterion = query.statuses !== null || names !== null || matches !== undefined;
  if (selectsNothing || !hasCriterion) return null;
  return selectRequests(workload, {
    statuses: query.statuses ?? statuses,
    ...(names !== null && { names }),
    matches,
  });
};
