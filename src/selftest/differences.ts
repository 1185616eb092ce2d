import type { Finding, Form } from '../record/checks/finding.ts';
import { formatBytes } from '../units/bytes.ts';
import { allowedOf, type Cell, cellsOf, type DifferenceRow, emptyCell, nameOf } from './difference-cells.ts';
import { figureOf, groupsAt, type Instrument, knownAnswer } from './instrument.ts';

const rows: readonly DifferenceRow[] = [
  { of: 'naive' },
  { of: 'name-then-chunk', chunk: 100 },
  { of: 'line-stream' },
];

/** Of production: a few hundred items, and the tenth of which naive holds 80 MB. */
const scales: Readonly<Record<Form, readonly number[]>> = { fast: [0.02], full: [0.02, 0.1] };

/** 10: what is known to be held besides is read as it is, wherever V8 would collect: each in a run of its own. */
export const checkDifferences = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const findings: Finding[] = [];
  for (const scale of scales[form]) {
    for (const row of form === 'full' ? rows : rows.slice(0, 1)) {
      findings.push(...(await checkRow(instrument, form, row, scale)));
    }
  }
  return findings;
};

const checkRow = async (
  instrument: Instrument,
  form: Form,
  row: DifferenceRow,
  scale: number,
): Promise<Finding[]> => {
  const groups = groupsAt(scale).toReversed();
  const cells = cellsOf(row, groups).filter(({ params }) => form === 'full' || isOfFast(params));
  const run = await instrument.take({
    rows: [emptyCell(row), ...cells].map(({ what, params }) => knownAnswer('holding', params, what)),
    metrics: ['peakLive'],
    samples: 1,
    scale,
  });
  const read = ({ what }: Cell): number => figureOf(run, what, 'peakLive');
  return cells.map((cell) =>
    ofDifference(`${nameOf(row)} at ${scale}`, cell, read(cell) - read(emptyCell(row))),
  );
};

/** The smallest array, whose difference vanished most easily, and a kind for each of the other moments. */
const isOfFast = ({ kind, bytes, from }: Cell['params']): boolean =>
  from === 'start' ? bytes === 385_000 || kind === 'buffers' : kind === 'external-strings';

const ofDifference = (row: string, { what, truth }: Cell, measured: number): Finding => {
  const allowed = allowedOf(truth);
  return {
    check: `peakLive of ${row} with ${what}`,
    truth: formatBytes(truth),
    measured: formatBytes(measured),
    error: formatBytes(measured - truth),
    tolerance: `± ${formatBytes(allowed)}`,
    holds: Math.abs(measured - truth) <= allowed,
  };
};
