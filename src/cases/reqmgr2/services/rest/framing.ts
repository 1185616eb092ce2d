import type { Frame } from '../body.ts';

/** How an answer is laid out: each item on a line of its own, or indented for people. */
export type Layout = 'lines' | 'indented';

/** The text around the items of an answer, after WMCore's JSONFormat and PrettyJSONFormat (REST/Format.py). */
interface Frames {
  /** A list of the items. */
  readonly list: Frame;
  /** A list with one object, whose members are the items; an empty list for no member. */
  readonly object: Frame;
  /** A list with one object, whose only member is a list of the items. */
  readonly member: (key: string) => Frame;
}

const head = '{"result": [\n';

export const frames: Readonly<Record<Layout, Frames>> = {
  // The first item after a space, the others after a comma. All of an object is one line.
  lines: {
    list: { head, first: ' ', separator: '\n,', last: '\n', tail: ']}\n' },
    object: { head, first: ' {', separator: ', ', last: '}\n', tail: ']}\n' },
    member: (key) => ({
      head: `${head} {"${key}": [`,
      first: '',
      separator: ', ',
      last: '',
      tail: ']}\n]}\n',
    }),
  },
  indented: {
    list: { head, first: ' ', separator: ',', last: '', tail: ']}\n' },
    object: { head, first: ' {\n  ', separator: ',\n  ', last: '\n}', tail: ']}\n' },
    member: (key) => ({
      head: `${head} {\n  "${key}": [`,
      first: '\n    ',
      separator: ',\n    ',
      last: '\n  ',
      tail: ']\n}]}\n',
    }),
  },
};

/** An object without members, where no member is told by an empty object. */
export const emptyObject: Readonly<Record<Layout, string>> = {
  lines: `${head} {}\n]}\n`,
  indented: `${head} {}]}\n`,
};
