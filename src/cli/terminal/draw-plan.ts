import type { PlannedMeasurement, PlannedRow, PlannedRun } from '../../harness/shown/planned.ts';
import { drawDefinitions } from '../../report/terminal/definitions.ts';
import { type Paint, painter } from '../../report/terminal/paint.ts';
import { columnsOf, type TerminalStyle, wrap } from '../../report/terminal/wrap.ts';
import { formatCount } from '../../units/numbers.ts';

/** A plan: of each measurement its rows with their samples, and the order in which these are taken. */
export const drawPlan = (
  { scenario, samples, measurements }: PlannedRun,
  { colour = false, width = 80 }: TerminalStyle,
): string => {
  const paint = painter(colour);
  const columns = columnsOf(width);
  return [
    [
      ...wrap(`${scenario.name}: what a run would measure; nothing was started`, columns, '').map((line) =>
        paint('bold', line),
      ),
      ...wrap(scenario.description ?? '', columns, ''),
      ...(measurements.length === 1
        ? []
        : [`${formatCount(samples)} samples in ${measurements.length} measurements.`]),
    ].join('\n'),
    ...measurements.map((one) => drawMeasurement(one, columns, paint)),
  ].join('\n\n');
};

const drawMeasurement = (planned: PlannedMeasurement, columns: number, paint: Paint): string => {
  const { name, samples, items, seed, scale, rows } = planned;
  const count =
    items.count === null
      ? `${items.called} that its services know`
      : `${formatCount(items.count)} ${items.called}`;
  const head = `${name}: ${formatCount(samples)} samples of ${rows.length} rows; ${count}, seed ${seed}, scale ${scale}`;
  const parts = (of: 'name' | 'further', text: string) => paint(of === 'name' ? 'cyan' : 'yellow', text);
  return [
    ...wrap(head, columns, '  '),
    drawDefinitions(rows.map(definitionOf), columns, parts),
    '  in this order:',
    ...orderOf(planned).flatMap((line) => wrap(`  ${line}`, columns - 4, '  ').map((one) => `    ${one}`)),
  ].join('\n');
};

const definitionOf = ({ label, samples, expect, notStarted }: PlannedRow) => ({
  name: label,
  text: Object.entries(samples)
    .map(([purpose, count]) => `${count} ${purpose}`)
    .join(', '),
  further: [
    ...(notStarted === null ? [] : [`not started: ${notStarted}`]),
    ...(expect === 'fails' ? ['expected to fail'] : []),
  ],
});

/** Rounds that are alike in one line: each begins with the next row. */
const orderOf = ({ order, asksFirst }: PlannedMeasurement): string[] => {
  const rounds = [...Map.groupBy(order, ({ round }) => round)].map(([round, steps]) => ({
    round,
    purposes: steps.map(({ purpose }) => purpose).join(', '),
    first: steps[0]?.rows[0] ?? '',
  }));
  const alike = [
    ...Map.groupBy(rounds, ({ round, purposes }) => (round === 0 ? 'pilots' : purposes)).values(),
  ];
  return [
    ...(asksFirst === null
      ? []
      : [`the services (${asksFirst}) are asked what they have, which may spare pilots`]),
    ...alike.flatMap((group) => {
      const [{ round, purposes, first } = { round: 0, purposes: '', first: '' }] = group;
      if (round === 0) return ['a pilot of each row that needs one'];
      const last = round + group.length - 1;
      return group.length === 1
        ? [`round ${round}: ${purposes}; each begins with ${first}`]
        : [
            `rounds ${round} to ${last}: ${purposes}; the first begins with ${first}, each other with the next row`,
          ];
    }),
  ];
};
