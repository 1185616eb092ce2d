import { drawTable } from '../../src/report/terminal/text-table.ts';
import { wrap } from '../../src/report/terminal/wrap.ts';

/** One line of what a benchmark found. */
export interface Finding {
  readonly what: string;
  readonly measured: string;
  /** What was aimed at, and whether it was reached; null for a figure without a goal. */
  readonly goal: { readonly text: string; readonly met: boolean } | null;
}

export const renderFindings = (title: string, findings: readonly Finding[]): string => {
  const rows = findings.map(({ what, measured, goal }) => [
    what,
    measured,
    goal?.text ?? '',
    goal === null ? '' : goal.met ? 'met' : 'missed',
  ]);
  const columns = [title, 'measured', 'goal', ''].map((head, i) => ({
    align: 'left' as const,
    head: [head],
    cells: rows.map((row) => wrap(row[i] ?? '', i === 0 ? 52 : 24, '')),
  }));
  return `${drawTable(columns, (text) => text)}\n`;
};
