import { bodyEnd, cutLines, type LinePlace } from '../../../subject/client/cutting/line-cutter.ts';

const tail = ']}';

const next: LinePlace = {
  expected: 'a comma and an item, or ]}',
  read: (line) =>
    line === tail ? { to: bodyEnd } : line.startsWith(',') ? { to: next, item: line.slice(1) } : undefined,
};

const first: LinePlace = {
  expected: 'a space and an item, or ]}',
  read: (line) =>
    line === tail ? { to: bodyEnd } : line.startsWith(' ') ? { to: next, item: line.slice(1) } : undefined,
};

const head: LinePlace = {
  expected: '{"result": [',
  read: (line) => (line === '{"result": [' ? { to: first } : undefined),
};

/**
 * The items of `{"result": [item, …]}` as WMCore's REST layer writes it, an item a line, the first behind a space, the
 * others behind a comma: names, or documents with `common_dict=1`.
 */
export const cutRestLines = cutLines(head);
