import { markdownTable } from 'markdown-table';
import type { Finding } from '../record/finding.ts';
import { escapeMarkdown } from './escape.ts';
import { drawTable } from './terminal/text-table.ts';

const heads = ['check', 'truth', 'measured', 'error', 'tolerance', ''] as const;

const rowOf = ({ check, truth, measured, error, tolerance, holds }: Finding): string[] => [
  check,
  truth,
  measured,
  error,
  tolerance,
  holds ? 'holds' : 'FAILS',
];

/** The table of a selftest: truth, measured and error of each known answer. */
export const renderFindings = (findings: readonly Finding[], format: 'terminal' | 'markdown'): string => {
  const failing = findings.filter(({ holds }) => !holds).length;
  const verdict = `${findings.length - failing} of ${findings.length} known answers hold`;
  if (format === 'markdown') {
    const rows = findings.map((finding) => rowOf(finding).map(escapeMarkdown));
    return `# Selftest\n\n${verdict}.\n\n${markdownTable([[...heads], ...rows])}\n`;
  }
  const rows = findings.map(rowOf);
  const columns = heads.map((head, i) => ({
    align: 'left' as const,
    head: [head],
    cells: rows.map((row) => [row[i] ?? '']),
  }));
  return `${drawTable(columns, (text) => text)}\n${verdict}\n`;
};
