import { padded, widthOf } from './text-width.ts';

export interface TextColumn {
  readonly align: 'left' | 'right';
  readonly head: readonly string[];
  /** The lines of each row's cell, without colours. */
  readonly cells: readonly (readonly string[])[];
}

/** What a column's lines take. */
export const columnWidth = ({ head, cells }: Omit<TextColumn, 'align'>): number =>
  Math.max(0, ...[...head, ...cells.flat()].map(widthOf));

export const gap = '  ';

/**
 * A table without borders, a thin line under its head; heads stand on its last line, cells begin on
 * their row's first. Lines are padded
 * before they are coloured, and end where their text does.
 */
export const drawTable = (
  columns: readonly TextColumn[],
  paint: (text: string, row: number | 'head', column: number) => string,
): string => {
  const widths = columns.map(columnWidth);
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width, gap.length * (widths.length - 1)));
  const linesOf = (row: number | 'head'): string[] => {
    const cells = columns.map(({ head, cells }) => (row === 'head' ? head : (cells[row] ?? [])));
    const height = Math.max(1, ...cells.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      lineOf(
        cells.map((lines) => lines[row === 'head' ? line - (height - lines.length) : line] ?? ''),
        row,
      ),
    );
  };
  const lineOf = (texts: readonly string[], row: number | 'head'): string => {
    const last = texts.findLastIndex((text) => text !== '');
    return texts
      .slice(0, last + 1)
      .map((text, column) => {
        const { align } = columns[column] as TextColumn;
        const filled = column === last && align === 'left' ? text : padded(text, widths[column] ?? 0, align);
        // Colour what is written, not the space around it.
        return filled.replace(text, () => (text === '' ? '' : paint(text, row, column)));
      })
      .join(gap);
  };
  const rows = columns[0]?.cells.map((_, row) => row) ?? [];
  return [...linesOf('head'), rule, ...rows.flatMap(linesOf)].join('\n');
};
