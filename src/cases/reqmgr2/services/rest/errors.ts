import { randomBytes } from 'node:crypto';
import { type Answer, whole } from '../answer.ts';
import { textBody } from '../body.ts';

interface Refusal {
  readonly http: number;
  /** WMCore's own number for it, in X-REST-Status. */
  readonly status: number;
  readonly detail: string;
  /** In X-Error-Info. */
  readonly info?: string;
  /** Methods that would have been served. */
  readonly allow?: readonly string[];
}

/** An error of WMCore's REST layer (REST/Error.py, ReqMgr/DataStructs/RequestError.py): thrown by whoever answers. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

export const restErrorAnswer = ({ http, status, detail, info, allow }: Refusal): Answer => ({
  ...htmlPage(http, `${http}`, detail),
  headers: {
    ...htmlHeaders,
    'x-rest-status': String(status),
    'x-error-http': String(http),
    'x-error-id': randomBytes(16).toString('hex'),
    'x-error-detail': detail,
    ...(info !== undefined && { 'x-error-info': info }),
    ...(allow !== undefined && { allow: allow.join(' ') }),
  },
});

/** If-Match tells the one that would be sent. The real service answers thus, though RFC 9110 asks for the contrary. */
export const preconditionFailed = (etag: string, headers: Answer['headers']): Answer => ({
  ...htmlPage(412, '412 Precondition Failed', `Precondition on ETag ${etag} failed`),
  headers: { ...htmlHeaders, ...headers },
});

const htmlHeaders = { 'content-type': 'text/html;charset=utf-8' };

const htmlPage = (status: number, title: string, text: string): Answer => ({
  status,
  headers: htmlHeaders,
  body: textBody(
    `<!DOCTYPE html>\n<html>\n<head><title>${title}</title></head>\n<body>\n<h2>${title}</h2>\n<p>${text}</p>\n</body>\n</html>\n`,
  ),
  sized: whole,
});

export const notAcceptable = (info: string): RestError =>
  new RestError({ http: 406, status: 201, detail: 'Not acceptable', info });

export const unsupportedMethod = (allow: readonly string[]): RestError =>
  new RestError({ http: 405, status: 202, detail: 'Request method not supported', allow });

export const queryNotAllowed = (): RestError =>
  new RestError({
    http: 405,
    status: 203,
    detail: 'Query arguments not supported for this request method',
    allow: ['GET', 'HEAD'],
  });

export const apiMethodMismatch = (allow: readonly string[]): RestError =>
  new RestError({ http: 405, status: 204, detail: 'API not supported for this request method', allow });

export const apiNotSpecified = (): RestError =>
  new RestError({ http: 400, status: 205, detail: 'API not specified' });

export const noSuchInstance = (): RestError =>
  new RestError({ http: 404, status: 206, detail: 'No such instance' });

export const unknownApi = (): RestError =>
  new RestError({ http: 404, status: 207, detail: 'API not supported', allow: [] });

export const emptyDataCache = (): RestError =>
  new RestError({ http: 503, status: 208, detail: 'DataCache is Empty' });

/** Parts of the path or the query that the API does not take. */
export const excess = (what: 'path' | 'keyword'): RestError =>
  new RestError({
    http: 400,
    status: 302,
    detail: 'Invalid input parameter',
    info: `Excess ${what} arguments, not validated`,
  });

export const invalidSpecValue = (why: string): RestError =>
  new RestError({ http: 400, status: 1102, detail: `Invalid spec parameter value: ${why}` });

/** What an exception becomes that nobody foresaw. */
export const serverError = (): RestError => new RestError({ http: 500, status: 400, detail: 'Server error' });

/** What an exception becomes while the items of an answer are made. */
export const executionError = (): RestError =>
  new RestError({ http: 500, status: 403, detail: 'Execution error' });
