import { type Explained, explainMetric } from '../../harness/shown/explain.ts';
import { drawDefinitions } from '../../report/terminal/definitions.ts';
import { painter } from '../../report/terminal/paint.ts';
import { columnsOf, wrap } from '../../report/terminal/wrap.ts';
import { print } from '../terminal/print.ts';
import { type Terminal, terminalStyle } from '../terminal/terminal-style.ts';

export const explain = async (
  metric: string,
  { json = false }: { readonly json?: boolean },
): Promise<number> => {
  const explained = explainMetric(metric);
  print(`${json ? JSON.stringify(explained, null, 2) : draw(explained, terminalStyle())}\n`);
  return 0;
};

const draw = (explained: Explained, { colour, width }: Pick<Terminal, 'colour' | 'width'>): string => {
  const { name, title, meaning, unit, better, measured, isPortable, leavesOut, page } = explained;
  const columns = columnsOf(width);
  const paint = painter(colour);
  const facts = [
    { name: 'unit', text: unitsInWords[unit] },
    { name: 'better', text: better },
    { name: 'measured', text: measured },
    { name: 'read in', text: readIn(explained) },
    ...Object.entries(explained.of).map(([kind, of]) => ({ name: `of a ${kind}`, text: ofInWords(of) })),
    ...(leavesOut.length > 0 ? [{ name: 'leaves out', text: leavesOut.join('; ') }] : []),
    {
      name: 'machines',
      text: isPortable ? 'figures of two machines may be compared' : 'compared on one machine only',
    },
  ];
  return [
    paint('bold', title === name ? name : `${name}: ${title}`),
    ...wrap(meaning, columns, ''),
    '',
    drawDefinitions(facts, columns, (_, text) => paint('cyan', text)),
    '',
    'How it is read, and where its exactness ends:',
    `  ${page}`,
  ].join('\n');
};

const unitsInWords: Readonly<Record<Explained['unit'], string>> = {
  bytes: 'bytes',
  ms: 'milliseconds',
  count: 'a count',
  rate: 'a second',
};

const readIn = ({ purpose, countedBy }: Explained): string =>
  purpose === null
    ? `samples of every purpose: the ${countedBy === 'client' ? 'HTTP client counts' : 'services count'} it`
    : `samples for ${purpose.name}, taken ${purpose.taken}; what they read: ${purpose.reads}`;

const ofInWords = (of: Explained['of']['strategy']): string => {
  if (of === 'same') return 'the same';
  if ('means' in of) return of.means;
  return 'inside' in of
    ? `the same where its runtime is ${of.inside}; else none: ${of.lacks}`
    : `none: ${of.lacks}`;
};
