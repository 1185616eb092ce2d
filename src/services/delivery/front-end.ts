import { type Answer, type DescribedBody, textBody } from './described.ts';

/** An answer of the front end's own. */
type Page = Answer & { readonly body: DescribedBody };

const htmlHeaders = { 'content-type': 'text/html; charset=utf-8' };

/** An answer of the front end before the services, in Apache's words. */
const frontEndError = (status: number, title: string, sentence: string): Page => ({
  status,
  headers: htmlHeaders,
  body: textBody(
    `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${sentence}</p>\n</body></html>\n`,
  ),
});

export const requestLineTooLong = (): Page =>
  frontEndError(
    414,
    'Request-URI Too Long',
    "The requested URL's length exceeds the capacity\nlimit for this server.<br />",
  );

export const badGateway = (): Page =>
  frontEndError(
    502,
    'Bad Gateway',
    'The proxy server received an invalid\nresponse from an upstream server.<br />',
  );

export const internalError = (): Page =>
  frontEndError(
    500,
    'Internal Server Error',
    'The server encountered an internal error or\nmisconfiguration and was unable to complete\nyour request.',
  );

export const serviceUnavailable = (): Page =>
  frontEndError(
    503,
    'Service Unavailable',
    'The server is temporarily unable to service your\nrequest due to maintenance downtime or capacity\nproblems. Please try again later.',
  );

export const tooManyRequests = (): Page =>
  frontEndError(429, 'Too Many Requests', 'The user has sent too many requests\nin a given amount of time.');

/** What a single sign-on puts in the place of any answer, with a status that says that all is well. */
export const signInPage = (): Page => frontEndError(200, 'Sign in', 'Your session has expired.');

export const notServed = (): Page =>
  frontEndError(404, 'Not Found', 'The requested URL was not found on this server.');
