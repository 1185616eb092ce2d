import type { Finding } from '../record/checks/finding.ts';
import { plain, type Report, reportOf, section, table, text, toned } from './model/report.ts';

const columns = ['check', 'truth', 'measured', 'error', 'tolerance', ''].map(
  (head) => ({ head, align: 'left' }) as const,
);

/** The table of a selftest: truth, measured and error of each known answer. */
export const reportOfFindings = (findings: readonly Finding[]): Report => {
  const holding = findings.filter(({ holds }) => holds).length;
  const content = findings.map(({ check, truth, measured, error, tolerance, holds }) => [
    ...[check, truth, measured, error, tolerance].map((one) => plain(one)),
    toned(holds ? 'holds' : 'FAILS', holds ? 'good' : 'bad'),
  ]);
  return reportOf(
    'Selftest',
    [],
    [
      section('selftest', '', [
        table('', { columns, content }),
        text(`${holding} of ${findings.length} known answers hold`),
      ]),
    ],
  );
};
