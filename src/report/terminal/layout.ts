import { toPlainLine } from '../escape.ts';
import type { Cell, Column, Table } from '../model/report.ts';
import type { Colour, Paint } from './paint.ts';
import { columnWidth, drawTable, gap, type TextColumn } from './text-table.ts';
import { cutMiddle, widthOf } from './text-width.ts';
import { wrap } from './wrap.ts';

/** What a head's word or a figure may take, so that five of them leave room for the strategy in 80 columns. */
const widestHead = 15;
const widestFigure = 21;
/** The same on a narrow terminal. */
const narrowFigure = 8;
const narrowestLabel = 10;
/** Of a label. Longer ones would fill the screen, and have more than anybody reads. */
const longestLabel = 160;

/**
 * A table without borders, a thin line under its head. Figures are wrapped to a fixed width, the heads to their figures
 * where they do not all fit on one line, the strategies to what is left of the columns.
 */
export const layOutTable = ({ columns: all, content }: Table, width: number, paint: Paint): string => {
  const [labelColumn, ...columns] = all;
  const labelHead = labelColumn?.head ?? '';
  const labels = content.map(([label]) => cutMiddle(toPlainLine(label?.text ?? ''), longestLabel));
  const widestLabel = Math.max(...[labelHead, ...labels].map(widthOf));
  const figuresWith = (form: Form): FigureColumn[] =>
    columns.map((column, i) =>
      figureColumn(
        column,
        content.map((cells) => cells[i + 1]),
        form,
      ),
    );
  const fits = (figures: readonly FigureColumn[], label: number): boolean =>
    label + widthOfAll(figures) <= width;
  const [whole, wrapped] = [figuresWith('whole'), figuresWith('wrapped')];
  const figures = fits(whole, widestLabel)
    ? whole
    : fits(wrapped, narrowestLabel)
      ? wrapped
      : figuresWith('narrow');
  const labelWidth = Math.max(narrowestLabel, Math.min(widestLabel, width - widthOfAll(figures)));
  const first = {
    align: 'left',
    head: wrap(labelHead, labelWidth, ''),
    cells: labels.map((label) => wrap(label, labelWidth, '')),
  } as const;
  return drawTable([first, ...figures], (text, row, column) => {
    const colour = row === 'head' ? 'dim' : colourOf(figures[column - 1]?.tones[row]);
    return colour === null ? text : paint(colour, text);
  });
};

const widthOfAll = (columns: readonly FigureColumn[]): number =>
  columns.reduce((total, column) => total + gap.length + columnWidth(column), 0);

/** Heads on one line; heads wrapped to their figures; figures wrapped too. */
type Form = 'whole' | 'wrapped' | 'narrow';

interface FigureColumn extends TextColumn {
  readonly tones: readonly Cell['tone'][];
}

const figureColumn = (
  { head, align }: Column,
  cells: readonly (Cell | undefined)[],
  form: Form,
): FigureColumn => {
  const wrapped = cells.map((cell) =>
    cell === undefined ? [] : figureLines(shownText(cell), form === 'narrow' ? narrowFigure : widestFigure),
  );
  const figureWidth = Math.max(0, ...wrapped.flat().map(widthOf));
  const plainHead = toPlainLine(head);
  const longestWord = Math.max(...plainHead.split(' ').map(widthOf));
  const headWidth = form === 'whole' ? widthOf(plainHead) : Math.min(widestHead, longestWord);
  return {
    align,
    head: wrap(head, Math.max(1, figureWidth, headWidth), ''),
    cells: wrapped,
    tones: cells.map((cell) => cell?.tone ?? 'absent'),
  };
};

/** A median without its range, which the files have. */
const shownText = ({ text, remark }: Cell): string => (remark === undefined ? text : `${text}, ${remark}`);

/** What is said of a figure stands whole below it: `15.9 MB,` and `not all of it`. */
const figureLines = (text: string, widest: number): string[] => {
  const parts = text.split(/(?<=,) /);
  const isBroken = widthOf(text) > widest && parts.every((part) => widthOf(part) <= widest);
  return isBroken ? parts.map(toPlainLine) : wrap(text, widest, '');
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
