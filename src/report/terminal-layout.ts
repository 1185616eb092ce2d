import CliTable from 'cli-table3';
import { toPlainLine } from './escape.ts';
import type { Colour, Paint } from './paint.ts';
import type { Cell, Table } from './tables.ts';

export interface TerminalStyle {
  /** Off when the output is no terminal or NO_COLOR is set: the caller knows. */
  readonly colour?: boolean;
  /** Columns of the terminal: no line is longer. Below 80, 80 are used; beyond 120, 120. */
  readonly width?: number;
}

export const columnsOf = (width: number): number => Math.max(80, Math.min(width, 120));

/**
 * Words on lines of at most so many columns, the second and later lines after the indent. A word that is longer than a
 * line is broken. No line for a text without words.
 */
export const wrap = (text: string, columns: number, indent: string): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of toPlainLine(text)
    .split(' ')
    .flatMap((one) => pieces(one, columns - indent.length))) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
};

const lengthOf = (text: string): number => [...text].length;

const pieces = (word: string, length: number): string[] => {
  const characters = [...word];
  return Array.from({ length: Math.ceil(characters.length / length) }, (_, i) =>
    characters.slice(i * length, (i + 1) * length).join(''),
  );
};

const gap = '  ';
/** What a head's word or a figure may take, so that five of them leave room for the strategy in 80 columns. */
const widestHead = 15;
const widestFigure = 21;
const narrowestLabel = 12;

/**
 * A table without borders, a thin line under its head. Figures are wrapped to a fixed width, the heads to their figures
 * where they do not all fit on one line, the strategies to what is left of the columns.
 */
export const layOutTable = (table: Table, columns: number, paint: Paint): string => {
  const [labelHead = '', ...heads] = table.heads;
  const labels = table.rows.map(([label]) => toPlainLine(label?.text ?? ''));
  const longestLabel = Math.max(...[labelHead, ...labels].map(lengthOf));
  const figuresWith = (headForm: 'whole' | 'wrapped'): FigureColumn[] =>
    heads.map((head, i) =>
      figureColumn(
        head,
        table.rows.map((cells) => cells[i + 1]),
        headForm,
      ),
    );
  const whole = figuresWith('whole');
  const figures = longestLabel + widthOf(whole) <= columns ? whole : figuresWith('wrapped');
  const labelWidth = Math.max(narrowestLabel, Math.min(longestLabel, columns - widthOf(figures)));
  const drawn = new CliTable({
    head: [[labelHead], ...figures.map(({ head }) => head)].map((lines) => paint('dim', lines.join('\n'))),
    colWidths: [labelWidth, ...figures.map(({ width }) => width)],
    colAligns: table.heads.map((_, i) => (i === 0 ? 'left' : 'right')),
    rowAligns: ['bottom'],
    chars: lightChars,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  });
  for (const [row, label] of labels.entries()) {
    drawn.push([
      wrap(label, labelWidth, '').join('\n'),
      ...figures.map(({ cells }) => paintCell(cells[row], paint)),
    ]);
  }
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
};

const widthOf = (columns: readonly FigureColumn[]): number =>
  columns.reduce((total, { width }) => total + gap.length + width, 0);

interface FigureColumn {
  readonly width: number;
  readonly head: readonly string[];
  readonly cells: readonly { readonly lines: readonly string[]; readonly tone: Cell['tone'] }[];
}

const figureColumn = (
  head: string,
  cells: readonly (Cell | undefined)[],
  headForm: 'whole' | 'wrapped',
): FigureColumn => {
  const wrapped = cells.map((cell) => ({
    lines: wrap(cell?.text ?? '', widestFigure, ''),
    tone: cell?.tone ?? 'absent',
  }));
  const figureWidth = Math.max(0, ...wrapped.flatMap(({ lines }) => lines.map(lengthOf)));
  const plainHead = toPlainLine(head);
  const longestWord = Math.max(...plainHead.split(' ').map(lengthOf));
  const headWidth = headForm === 'whole' ? lengthOf(plainHead) : Math.min(widestHead, longestWord);
  const headLines = wrap(head, Math.max(1, figureWidth, headWidth), '');
  return { width: Math.max(figureWidth, ...headLines.map(lengthOf)), head: headLines, cells: wrapped };
};

const paintCell = (cell: FigureColumn['cells'][number] | undefined, paint: Paint): string => {
  const text = cell?.lines.join('\n') ?? '';
  const colour = cell === undefined ? null : colours[cell.tone];
  return colour === null ? text : paint(colour, text);
};

const colours: Readonly<Record<Cell['tone'], Colour | null>> = {
  plain: null,
  good: 'green',
  bad: 'red',
  faint: 'dim',
  absent: 'dim',
};

const lightChars = {
  ...Object.fromEntries(
    ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'].map(
      (name) => [name, ''],
    ),
  ),
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '─',
  'mid-mid': '─'.repeat(gap.length),
  middle: gap,
};
