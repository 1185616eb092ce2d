import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Changes } from '../../record/checks/changes.ts';
import type { Run } from '../../record/run.ts';
import { reportOfChanges } from '../model/changes-report.ts';
import {
  type Block,
  type Drawing,
  draw,
  type Item,
  lineOf,
  type Report,
  type Tone,
} from '../model/report.ts';
import { reportOfClaims, reportOfRound, reportOfRun } from '../model/run-report.ts';
import { layOutTable } from './layout.ts';
import { type Colour, type Paint, painter } from './paint.ts';
import { columnsOf, type TerminalStyle, wrap, wrapFew } from './wrap.ts';

/** A run's report. */
export const renderTerminal = (run: Run, style: TerminalStyle = {}, verdict?: Verdict): string =>
  drawTerminal(reportOfRun(run, verdict), style);

/** What is known of a run before its last round. */
export const renderTerminalRound = (
  run: Run,
  round: number,
  rounds: number,
  style: TerminalStyle = {},
): string => drawTerminal(reportOfRound(run, round, rounds), style);

/** Two runs compared. */
export const renderTerminalChanges = (
  compared: Changes,
  verdict: Verdict,
  update: string | null,
  style: TerminalStyle = {},
): string => drawTerminal(reportOfChanges(compared, verdict, update, 'narrow'), style);

/** The claims alone: the tally first, then words, source and verdicts of each. */
export const renderTerminalClaims = (run: Run, style: TerminalStyle = {}, verdict?: Verdict): string =>
  drawTerminal(reportOfClaims(run, verdict), style);

/** A report for a person at a terminal: what matters, without the details that its files have. */
export const drawTerminal = (
  { title, front, sections }: Report,
  { colour = false, width = 80, file = 'report.md' }: TerminalStyle & { readonly file?: string } = {},
): string => {
  const paint = painter(colour);
  const columns = columnsOf(width);
  const drawing = drawingOn(columns, paint, file);
  const head = [
    paint('bold', wrap(title, columns, '').join('\n')),
    ...front.map((block) => draw(drawing, block)),
  ];
  const blocks = sections
    .filter(({ rank }) => rank === 'main' || rank === 'aside')
    .flatMap(({ blocks, rank }) =>
      blocks
        .map((block) => draw(drawing, block))
        .map((drawn) => (rank === 'aside' ? paint('dim', drawn) : drawn)),
    );
  return `${[head.filter((part) => part !== '').join('\n'), ...blocks].filter((block) => block !== '').join('\n\n')}\n`;
};

const drawingOn = (columns: number, paint: Paint, file: string): Drawing<string> => {
  const paragraph = (text: string): string => wrap(text, columns, '').join('\n');
  const few = (text: string): string[] => wrapFew(text, columns, '  ', file);
  return {
    text: ({ content, as }) => {
      const style = textStyles[as];
      return style === 'nothing'
        ? ''
        : style === null
          ? paragraph(content)
          : paint(style, paragraph(content));
    },
    headline: ({ content }) => paint('bold', wrap(content, columns, '  ').join('\n')),
    list: ({ content }) => content.flatMap(few).join('\n'),
    items: ({ content }) => content.flatMap((item) => itemInLines(item, few(lineOf(item)), paint)).join('\n'),
    table: (table) => layOutTable(table, columns, paint),
    terms: ({ content }) =>
      content
        .filter(({ isDetail }) => !isDetail)
        .flatMap(({ term, meaning }) => few(`${term}: ${meaning}`))
        .join('\n'),
    // What a link leads to stands in the list of files below a report.
    links: () => '',
    claims: ({ content }) => content.map((claim) => claimInLines(claim, columns, paint)).join('\n\n'),
    warnings: ({ content }) =>
      content
        .flatMap(({ kind, message, advice }) => [
          ...marked(few(`${kind}: ${message}`), `${kind}:`, paint, kind === 'note' ? 'cyan' : 'yellow'),
          ...wrap(advice, columns - 2, '').map((line) => paint('dim', `  ${line}`)),
        ])
        .join('\n'),
    // Both show what the tables have.
    figures: () => '',
    chart: () => '',
  };
};

/** `nothing`: it is about what a terminal does not show. */
const textStyles: Readonly<
  Record<Extract<Block, { kind: 'text' }>['as'], Colour | 'bold' | 'nothing' | null>
> = {
  question: null,
  strong: 'bold',
  subject: 'dim',
  plain: null,
  legend: 'nothing',
};

/** Lines of which the first begins with a word in colour, unless it was broken. */
const marked = (
  [first = '', ...rest]: readonly string[],
  mark: string,
  paint: Paint,
  tone: Colour | null,
): string[] =>
  tone !== null && first.startsWith(mark)
    ? [`${paint(tone, mark)}${first.slice(mark.length)}`, ...rest]
    : [first, ...rest];

const itemInLines = ({ mark, tone, line }: Item, lines: readonly string[], paint: Paint): string[] =>
  line === undefined && mark !== '' ? marked(lines, mark, paint, colours[tone]) : [...lines];

const claimInLines = (
  { id, who, where, says, readings }: Extract<Block, { kind: 'claims' }>['content'][number],
  columns: number,
  paint: Paint,
): string => {
  const words = wrap(`${id}. “${says}”`, columns, '   ');
  const source = wrap(`${who}, ${where}`, columns - 3, '').map((line) => paint('dim', `   ${line}`));
  const judged = readings.flatMap(({ item: { mark, tone, text }, grounds }) => {
    const head = wrap(text === '' ? mark : `${mark} — ${text}`, columns - 3, '  ');
    return [
      ...marked(head, mark, paint, colours[tone]).map((line) => `   ${line}`),
      ...wrapFew(grounds, columns - 5, '').map((line) => paint('dim', `     ${line}`)),
    ];
  });
  return [...words, ...source, ...judged].join('\n');
};

const colours: Readonly<Record<Tone, Colour | null>> = {
  plain: null,
  good: 'green',
  bad: 'red',
  known: 'yellow',
  open: 'cyan',
  faint: 'dim',
};
