import { randomBytes } from 'node:crypto';
import type { Answer } from './answer.ts';
import { textBody } from './body.ts';

const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };

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
/** What an exception that nobody foresaw becomes. */
export const serverError = (): Answer => restError(500, 400, 'Server error');
export const archivedWithDetail = (): Answer =>
  restError(
    400,
    1102,
    "Invalid spec parameter value: Can't retrieve bulk archived status requests with detail option True, set detail=false or use other search arguments",
  );
