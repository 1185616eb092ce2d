import { bodyEnd, cutLines, type LinePlace } from '../../../subject/client/cutting/line-cutter.ts';

const last: LinePlace = {
  expected: ']}',
  read: (line) => (line === ']}' ? { to: bodyEnd } : undefined),
};

/** Whether another row follows is told by the comma at the end. */
const row = (line: string) =>
  line.endsWith(',\r')
    ? { to: next, item: line.slice(0, -2) }
    : line.endsWith('\r')
      ? { to: last, item: line.slice(0, -1) }
      : undefined;

const next: LinePlace = { expected: 'a row', read: row };

const first: LinePlace = {
  expected: 'a row or an empty line',
  read: (line) => (line === '\r' ? { to: last } : row(line)),
};

const pattern = /^\{"total_rows":(0|[1-9]\d*),"offset":(0|[1-9]\d*),"rows":\[\r$/;

const head: LinePlace = {
  expected: '{"total_rows":…,"offset":…,"rows":[',
  read: (line) => (pattern.test(line) ? { to: first } : undefined),
};

/** The rows of a view as CouchDB writes them: a row a line, a comma and CRLF between them, CRLF behind the last. */
export const cutCouchRows = cutLines(head);
