import type { Frame } from './body.ts';

/** CouchDB's views: a row a line, CRLF between lines, LF behind the last. */
export const couchRows = (totalRows: number, offset: number | null): Frame => ({
  head: `{"total_rows":${totalRows},"offset":${offset},"rows":[\r\n`,
  first: '',
  separator: ',\r\n',
  last: '',
  tail: '\r\n]}\n',
});

export const couchBulk: Frame = { head: '{"results":[', first: '', separator: ',', last: '', tail: ']}\n' };

export const couchDocument: Frame = { head: '', first: '', separator: '', last: '', tail: '\n' };
