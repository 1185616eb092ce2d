import type { Frame } from './body.ts';

/** WMCore's REST layer: each item on a line of its own, the first after a space, the others after a comma. */
export const restList: Frame = {
  head: '{"result": [\n',
  first: ' ',
  separator: '\n,',
  last: '\n',
  tail: ']}\n',
};

/** A list with one object, whose members are the items; an empty list for no member. So all of it is one line. */
export const restObject: Frame = {
  head: '{"result": [\n',
  first: ' {',
  separator: ', ',
  last: '}\n',
  tail: ']}\n',
};

/** A list with one object, whose only member is a list of the items. */
export const restMember = (key: string): Frame => ({
  head: `{"result": [\n {"${key}": [`,
  first: '',
  separator: ', ',
  last: '',
  tail: ']}\n]}\n',
});

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
