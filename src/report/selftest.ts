import CliTable from 'cli-table3';
import { markdownTable } from 'markdown-table';
import type { Finding } from '../record/finding.ts';
import { escapeMarkdown } from './escape.ts';

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
  const table = new CliTable({
    head: [...heads],
    style: { head: [], border: [], compact: true },
    chars: quiet,
  });
  table.push(...findings.map(rowOf));
  return `${table.toString()}\n${verdict}\n`;
};

const quiet = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'right',
  ]
    .map((part) => [part, ''])
    .concat([
      ['middle', ' '],
      ['left-mid', ''],
      ['mid', ''],
      ['mid-mid', ''],
      ['right-mid', ''],
    ]),
);
