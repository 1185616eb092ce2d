import Table from 'cli-table3';

/** One line of what a benchmark found. */
export interface Finding {
  readonly what: string;
  readonly measured: string;
  /** What was aimed at, and whether it was reached; null for a figure without a goal. */
  readonly goal: { readonly text: string; readonly met: boolean } | null;
}

export const renderFindings = (title: string, findings: readonly Finding[]): string => {
  const table = new Table({
    head: [title, 'measured', 'goal', ''],
    style: { head: [], border: [], compact: true },
    wordWrap: true,
    colWidths: [52, 24, 24, 8],
  });
  for (const { what, measured, goal } of findings) {
    table.push([what, measured, goal?.text ?? '', goal === null ? '' : goal.met ? 'met' : 'missed']);
  }
  return `${table.toString()}\n`;
};
