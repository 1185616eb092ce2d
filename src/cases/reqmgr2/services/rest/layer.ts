import { type HttpHandler, http } from 'msw/http';
import { UnmaskableError } from '../../workload/documents/mask.ts';
import type { Workload } from '../../workload/workload.ts';
import type { Answer, Asked, Resolve } from '../answer.ts';
import { measureBody, textBody } from '../body.ts';
import { acceptedOf } from './accept.ts';
import { etagOf, type Found } from './bodies.ts';
import {
  apiMethodMismatch,
  apiNotSpecified,
  excess,
  preconditionFailed,
  queryNotAllowed,
  RestError,
  restErrorAnswer,
  unknownApi,
  unsupportedMethod,
} from './errors.ts';
import type { Layout } from './framing.ts';

/** What an API is called with. */
export interface Call {
  readonly workload: Workload;
  /** Behind the API's name. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly layout: Layout;
  readonly request: Request;
}

/** One method of an API. */
export interface Api {
  readonly formats: readonly Format[];
  /** Takes its arguments off the path and the query; those that are left are refused. Absent: it takes none. */
  readonly takes?: (path: string[], query: URLSearchParams) => void;
  readonly answer: (call: Call) => Found | Promise<Found>;
}

type Format = 'application/json' | 'text/plain';
const layouts: Readonly<Record<Format, Layout>> = {
  'application/json': 'lines',
  'text/plain': 'indented',
};
const contentTypes: Readonly<Record<Format, string>> = {
  'application/json': 'application/json',
  'text/plain': 'text/plain;charset=utf-8',
};
/** In this order any type, and any of text, is a text for people. */
export const anyFormat: readonly Format[] = ['text/plain', 'application/json'];

type Method = 'GET' | 'POST';

export interface RestService {
  /** `*` stands for any origin. */
  readonly root: string;
  readonly apis: Readonly<Record<string, Readonly<Partial<Record<Method, Api>>>>>;
  /** Of a GET's answer. */
  readonly caching: Headers;
  /** What the service says where an answer's documents cannot be masked as they were asked for. */
  readonly unmaskable: () => RestError;
}

/** A service of WMCore's REST layer, in the order in which REST/Server.py looks at a request. */
export const restHandlers = (resolve: Resolve, service: RestService): HttpHandler[] => {
  const answer = resolve(async (asked) => {
    try {
      return await call(service, asked);
    } catch (thrown) {
      if (thrown instanceof RestError) return restErrorAnswer(thrown.refusal);
      if (thrown instanceof UnmaskableError) return restErrorAnswer(service.unmaskable().refusal);
      throw thrown;
    }
  });
  return [http.all(service.root, answer), http.all(`${service.root}/*`, answer)];
};

const call = async (service: RestService, { request, url, workload }: Asked): Promise<Answer> => {
  const { apis, caching } = service;
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const served = methodsOf(Object.values(apis));
  if (!served.includes(method)) throw unsupportedMethod(served);
  if (method !== 'GET' && url.search.length > 1) throw queryNotAllowed();
  const [name, ...path] = argumentsOf(service, url);
  if (name === undefined) throw apiNotSpecified();
  const methods = Object.hasOwn(apis, name) ? apis[name] : undefined;
  if (methods === undefined) throw unknownApi();
  const api = methods[method as Method];
  if (api === undefined) throw apiMethodMismatch(methodsOf([methods]));
  const format = acceptedOf(request.headers.get('accept'), api.formats);
  const query = url.searchParams;
  const called = {
    workload,
    path: [...path],
    query: new URLSearchParams(query),
    layout: layouts[format],
    request,
  };
  // Nothing takes the arguments of a HEAD.
  if (request.method !== 'HEAD') api.takes?.(path, query);
  if (path.length > 0) throw excess('path');
  if (query.size > 0) throw excess('keyword');
  const found = await api.answer(called);
  if (found.isUnsure) measureBody(found.body);
  return success(found, called, format, method === 'GET' ? caching : {});
};

const methodsOf = (apis: readonly RestService['apis'][string][]): string[] =>
  [...new Set(apis.flatMap((methods) => Object.keys(methods).flatMap(withHead)))].sort();
const withHead = (method: string): string[] => (method === 'GET' ? ['GET', 'HEAD'] : [method]);

/** The parts of the path behind the service's, decoded; as they stand if they cannot be. */
const argumentsOf = ({ root }: RestService, { pathname }: URL): string[] => {
  const own = root.slice(root.indexOf('/'));
  return pathname
    .slice(pathname.indexOf(own) + own.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch (thrown) {
    if (thrown instanceof URIError) return part;
    throw thrown;
  }
};

/** Up to so many bytes as it is sent, an answer has a length and an ETag. */
const etagLimit = 8 * 1024 * 1024;

const success = (found: Found, { request, workload }: Call, format: Format, caching: Headers): Answer => {
  const headers = { ...caching, vary: 'Accept', 'x-rest-status': '100' };
  return {
    status: 200,
    headers: { ...headers, 'content-type': contentTypes[format] },
    body: found.body,
    sized: {
      limit: etagLimit,
      within: () => {
        const etag = etagOf(workload, found);
        const instead = request.method === 'POST' ? null : precondition(request, etag, headers);
        return instead === null ? { headers: { etag } } : { instead };
      },
      beyond: { trailer: 'X-REST-Status' },
    },
  };
};

type Headers = Answer['headers'];

/** What a client gets instead that asked by If-Match or If-None-Match, and the answer is one that it told. */
const precondition = (request: Request, etag: string, { vary = '', ...headers }: Headers): Answer | null => {
  const tells = (name: string): boolean =>
    (request.headers.get(name) ?? '').split(',').some((told) => ['*', etag].includes(told.trim()));
  if (tells('if-match')) return preconditionFailed(etag, headers);
  if (tells('if-none-match')) return { status: 304, headers: { ...headers, vary, etag }, body: textBody('') };
  return null;
};
