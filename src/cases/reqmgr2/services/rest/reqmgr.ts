import { type HttpHandler, http } from 'msw/http';
import { type Answer, type Resolve, whole } from '../answer.ts';
import { textBody } from '../body.ts';
import { documentLines, documentsByName, type Found, names, texts } from './bodies.ts';
import { invalidSpecValue, noSuchInstance, serverError, unsupportedMethod } from './errors.ts';
import { frames } from './framing.ts';
import { type Api, anyFormat, type Call, restHandlers } from './layer.ts';
import { type RequestQuery, readRequestQuery, selectByQuery } from './request-query.ts';

/** ReqMgr2's REST interface. What would write is not served. */
export const reqMgrHandlers = (resolve: Resolve): HttpHandler[] => [
  ...restHandlers(resolve, {
    root: '*/reqmgr2/data',
    apis: { request: { GET: request, POST: byNames }, parentlocks: { GET: parentLocks } },
    caching: { 'cache-control': 'max-age=3600' },
    unmaskable: serverError,
  }),
  http.all('*/reqmgr2/requests', resolve(webPage)),
];

/** Of `request/NAME` the name alone is taken. */
const request: Api = {
  formats: anyFormat,
  takes: (path, query) => {
    if (path.length === 1) path.pop();
    else for (const key of [...query.keys()]) query.delete(key);
  },
  answer: (call) => {
    const [name] = call.path;
    return name === undefined
      ? findRequests(call, readRequestQuery(call.query))
      : findRequests(call, { ...readRequestQuery(new URLSearchParams()), names: [name] });
  },
};

const findRequests = ({ workload, layout }: Call, query: RequestQuery): Found => {
  const { form, mask } = query;
  const selected = selectByQuery(workload, query);
  if (selected === null) return names(workload, [], layout);
  if (form === 'names') {
    // What a view tells in place of a document cannot be masked; what a lookup by name tells is the document.
    const isUnmaskable = mask !== null && !query.beginsWithNames && !isEmpty(selected);
    if (isUnmaskable) throw serverError();
    return names(workload, selected, layout);
  }
  const bodyOf = form === 'list' ? documentLines : documentsByName;
  return bodyOf(workload, selected, { style: 'reqmgr', ...(mask && { mask }) }, layout);
};

const isEmpty = (indices: Iterable<number>): boolean => {
  for (const _ of indices) return false;
  return true;
};

/** `request/bynames`, a POST that only reads. */
const byNames: Api = {
  formats: ['application/json'],
  takes: (path) => {
    if (path.length !== 1 || path[0] !== 'bynames') throw unsupportedMethod(['GET', 'HEAD']);
    path.pop();
  },
  answer: async (call) => {
    const asked = await namesIn(call.request);
    return findRequests(call, { ...readRequestQuery(new URLSearchParams()), names: asked });
  },
};

/** CherryPy reads the body of a form itself, and leaves none. */
const namesIn = async (request: Request): Promise<readonly string[]> => {
  const isForm = /^(application\/x-www-form-urlencoded|multipart\/)/i.test(
    request.headers.get('content-type') ?? '',
  );
  const body = jsonIn(isForm ? '' : await request.text());
  if (body === null || body === false || body === 0 || body === '') return [];
  if (typeof body === 'string') return [body];
  if (!Array.isArray(body) || (body.length === 1 && typeof body[0] !== 'string')) throw serverError();
  return body.filter((name) => typeof name === 'string');
};

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw invalidSpecValue('Expecting value: line 1 column 1 (char 0)');
    throw thrown;
  }
};

const parentLocks: Api = {
  formats: anyFormat,
  takes: (path) => {
    if (path.length === 1) throw noSuchInstance();
  },
  answer: ({ workload, layout }) => texts(frames[layout].member('parentlocks'), () => workload.parentLocks()),
};

/** What a browser gets one directory above the data, whatever a client says that it accepts. */
const webPage = (): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: textBody(
    '<!DOCTYPE html>\n<html>\n<head><title>ReqMgr2: requests</title></head>\n<body>\n<h1>Requests</h1>\n<p>The data behind this page are under /reqmgr2/data/request.</p>\n</body>\n</html>\n',
  ),
  sized: whole,
});
