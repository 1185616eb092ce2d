import { toPlainLine } from '../escape.ts';
import type { Cell, Table } from '../model/tables.ts';
import type { Colour, Paint } from './paint.ts';
import { columnWidth, drawTable, gap, type TextColumn } from './text-table.ts';
import { cutMiddle, pieces, widthOf } from './text-width.ts';

export interface TerminalStyle {
  /** Off when the output is no terminal or NO_COLOR is set: the caller knows. */
  readonly colour?: boolean;
  /** Columns of the terminal, as `columnsOf` takes them. */
  readonly width?: number;
}

/** How long a line may be. Below 80 columns, 80; beyond 120, 120; and 80 for a terminal that does not know, which says 0. */
export const columnsOf = (width: number): number =>
  Number.isFinite(width) ? Math.max(80, Math.min(Math.floor(width), 120)) : 80;

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
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
};

/** Lines that a sentence may take, and how many of a longer one stand before and after what is left out. */
const mostLines = 6;
const linesBefore = 3;
const linesAfter = 2;

/**
 * As `wrap`, a few lines at most: of a program's long last words the beginning and the end, where a traceback has its
 * place. The file, which is among the run's reports, has the whole.
 */
export const wrapFew = (text: string, columns: number, indent: string, file = 'report.md'): string[] => {
  const lines = wrap(text, columns, indent);
  if (lines.length <= mostLines) return lines;
  const left = lines.length - linesBefore - linesAfter;
  return [
    ...lines.slice(0, linesBefore),
    `${indent}… ${left} lines, which ${file} has …`,
    ...lines.slice(-linesAfter),
  ];
};

/** What a head's word or a figure may take, so that five of them leave room for the strategy in 80 columns. */
const widestHead = 15;
const widestFigure = 21;
const narrowestLabel = 12;
/** Of a label. Longer ones would fill the screen, and have more than anybody reads. */
const longestLabel = 160;

/**
 * A table without borders, a thin line under its head. Figures are wrapped to a fixed width, the heads to their figures
 * where they do not all fit on one line, the strategies to what is left of the columns.
 */
export const layOutTable = (table: Table, columns: number, paint: Paint): string => {
  const [labelHead = '', ...heads] = table.heads;
  const labels = table.rows.map(([label]) => cutMiddle(toPlainLine(label?.text ?? ''), longestLabel));
  const widestLabel = Math.max(...[labelHead, ...labels].map(widthOf));
  const figuresWith = (headForm: 'whole' | 'wrapped'): FigureColumn[] =>
    heads.map((head, i) =>
      figureColumn(
        head,
        table.rows.map((cells) => cells[i + 1]),
        headForm,
      ),
    );
  const whole = figuresWith('whole');
  const figures = widestLabel + widthOfAll(whole) <= columns ? whole : figuresWith('wrapped');
  const labelWidth = Math.max(narrowestLabel, Math.min(widestLabel, columns - widthOfAll(figures)));
  const labelColumn = {
    align: 'left',
    head: wrap(labelHead, labelWidth, ''),
    cells: labels.map((label) => wrap(label, labelWidth, '')),
  } as const;
  return drawTable([labelColumn, ...figures], (text, row, column) => {
    const colour = row === 'head' ? 'dim' : colourOf(figures[column - 1]?.tones[row]);
    return colour === null ? text : paint(colour, text);
  });
};

const widthOfAll = (columns: readonly FigureColumn[]): number =>
  columns.reduce((total, column) => total + gap.length + columnWidth(column), 0);

interface FigureColumn extends TextColumn {
  readonly tones: readonly Cell['tone'][];
}

const figureColumn = (
  head: string,
  cells: readonly (Cell | undefined)[],
  headForm: 'whole' | 'wrapped',
): FigureColumn => {
  const wrapped = cells.map((cell) => figureLines(cell?.text ?? ''));
  const figureWidth = Math.max(0, ...wrapped.flat().map(widthOf));
  const plainHead = toPlainLine(head);
  const longestWord = Math.max(...plainHead.split(' ').map(widthOf));
  const headWidth = headForm === 'whole' ? widthOf(plainHead) : Math.min(widestHead, longestWord);
  return {
    align: 'right',
    head: wrap(head, Math.max(1, figureWidth, headWidth), ''),
    cells: wrapped,
    tones: cells.map((cell) => cell?.tone ?? 'absent'),
  };
};

/** What is said of a figure stands whole below it: `15.9 MB,` and `not all of it`. */
const figureLines = (text: string): string[] => {
  const parts = text.split(/(?<=,) /);
  const isBroken = widthOf(text) > widestFigure && parts.every((part) => widthOf(part) <= widestFigure);
  return isBroken ? parts.map(toPlainLine) : wrap(text, widestFigure, '');
};

/** Null for a label, and for a figure that stands out in no way. */
const colourOf = (tone: Cell['tone'] | undefined): Colour | null =>
  tone === undefined ? null : colours[tone];

const colours: Readonly<Record<Cell['tone'], Colour | null>> = {
  plain: null,
  good: 'green',
  bad: 'red',
  faint: 'dim',
  absent: 'dim',
};
