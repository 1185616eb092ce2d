import { randomBytes } from 'node:crypto';
import type { Answer } from './answer.ts';
import { textBody } from './body.ts';

const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };

/** An answer of the front end before the services, in Apache's words. */
const frontEndError = (status: number, title: string, sentence: string): Answer => ({
  status,
  headers: htmlHeaders,
  body: textBody(
    `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${sentence}</p>\n</body></html>\n`,
  ),
});

export const requestLineTooLong = (): Answer =>
  frontEndError(
    414,
    'Request-URI Too Long',
    "The requested URL's length exceeds the capacity\nlimit for this server.<br />",
  );

export const badGateway = (): Answer =>
  frontEndError(
    502,
    'Bad Gateway',
    'The proxy server received an invalid\nresponse from an upstream server.<br />',
  );

export const internalError = (): Answer =>
  frontEndError(
    500,
    'Internal Server Error',
    'The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.',
  );

export const serviceUnavailable = (): Answer =>
  frontEndError(
    503,
    'Service Unavailable',
    'The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.',
  );

export const tooManyRequests = (): Answer =>
  frontEndError(429, 'Too Many Requests', 'The user has sent too many requests\nin a given amount of time.');

/** What a single sign-on puts in the place of any answer, with a status that says that all is well. */
export const signInPage = (): Answer => frontEndError(200, 'Sign in', 'Your session has expired.');

export const notServed = (): Answer =>
  frontEndError(404, 'Not Found', 'The requested URL was not found on this server.');

/** An error of WMCore's REST layer; its `detail` and status travel in headers. */
const restError = (http: number, status: number, detail: string): Answer => ({
  status: http,
  headers: {
    ...htmlHeaders,
    'x-rest-status': String(status),
    'x-error-http': String(http),
    'x-error-id': randomBytes(16).toString('hex'),
    'x-error-detail': detail,
  },
  body: textBody(
    `<!DOCTYPE html>\n<html>\n<head><title>${http}</title></head>\n<body>\n<h2>${http}</h2>\n<p>${detail}</p>\n</body>\n</html>\n`,
  ),
});

export const unknownApi = (): Answer => restError(404, 207, 'API not supported');
export const unsupportedMethod = (): Answer => restError(405, 202, 'Request method not supported');
export const invalidParameter = (what: string): Answer =>
  restError(400, 302, `Invalid input parameter: ${what}`);
export const emptyDataCache = (): Answer => restError(503, 208, 'DataCache is Empty');
export const archivedWithDetail = (): Answer =>
  restError(
    400,
    1102,
    "Invalid spec parameter value: Can't retrieve bulk archived status requests with detail option True, set detail=false or use other search arguments",
  );

export const couchHeaders = { 'content-type': 'application/json', 'cache-control': 'must-revalidate' };

export const couchError = (http: number, error: string, reason: string): Answer => ({
  status: http,
  headers: couchHeaders,
  body: textBody(`${JSON.stringify({ error, reason })}\n`),
});
