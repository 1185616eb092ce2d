import type { Hopeless } from './case.ts';
import type { Problem } from './problems.ts';
import type { Measurement, ScenarioRow } from './scenario.ts';

type About = Pick<Measurement, 'case' | 'opened'>;

/** Why a row cannot come to its end, known before it is started; null of a program and of a user's own strategy. */
export const hopelessness = ({ case: about, opened }: About, row: ScenarioRow): Hopeless | null =>
  row.program === null && row.module === null ? (about.whyHopeless?.(opened, row) ?? null) : null;

/** A run in which no row could come to its end would tell nothing: what is wrong with its scale. None where one may, or is meant to fail. */
export const problemsOfScale = (about: About, rows: readonly ScenarioRow[], scale: number): Problem[] => {
  const asked = rows.filter(({ yields }) => yields === 'workload');
  const known = asked.flatMap((row) => hopelessness(about, row) ?? []);
  const [first] = known;
  if (first === undefined || known.length < asked.length || asked.some(({ expect }) => expect === 'fails'))
    return [];
  const most = Number((scale * Math.max(...known.map(({ hopeBelow }) => hopeBelow))).toPrecision(3));
  return [
    {
      path: ['scale'],
      at: 'value',
      message: `no row can come to its end at a scale of ${scale}: ${first.reason}`,
      advice: `Give a scale below ${most}, or a strategy that does not need that.`,
    },
  ];
};
