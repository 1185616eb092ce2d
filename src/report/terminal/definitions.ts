import { padded, widthOf } from './text-width.ts';
import { wrap } from './wrap.ts';

/** A name, what it is, and further lines about it. */
export interface Definition {
  readonly name: string;
  readonly text: string;
  readonly further?: readonly string[];
}

const margin = '  ';
/** Of the lines behind a further text's first. */
const hang = '  ';

/**
 * Names in a column, what they are beside them on lines of at most so many columns. A name that would leave less than half of
 * a line stands on a line of its own.
 */
export const drawDefinitions = (
  entries: readonly Definition[],
  columns: number,
  paint: (part: 'name' | 'further', text: string) => string = (_, text) => text,
): string => {
  const widest = Math.floor(columns / 2) - 2 * margin.length;
  const fitting = entries.map(({ name }) => widthOf(name)).filter((width) => width <= widest);
  const nameWidth = Math.max(0, ...fitting);
  const space = columns - nameWidth - 2 * margin.length;
  const indent = ' '.repeat(nameWidth + 2 * margin.length);
  return entries
    .flatMap(({ name, text, further = [] }) => {
      const [first = '', ...rest] = [
        ...wrap(text, space, ''),
        ...further.flatMap((one) => wrap(one, space, hang)).map((line) => paint('further', line)),
      ];
      const head = `${margin}${paint('name', name)}`;
      const gap = `${padded(name, nameWidth, 'left').slice(name.length)}${margin}`;
      const begun = widthOf(name) > nameWidth ? [head, `${indent}${first}`] : [`${head}${gap}${first}`];
      return [...begun, ...rest.map((line) => `${indent}${line}`)];
    })
    .map((line) => line.trimEnd())
    .join('\n');
};
