import { constants } from 'node:buffer';
import { formatBytes } from '../units/bytes.ts';
import type { Problem } from './problems.ts';
import type { Measurement, ScenarioRow } from './scenario.ts';

type About = Pick<Measurement, 'case' | 'opened'>;

interface TooLong {
  /** A sentence without its end: what the row would take. */
  readonly reason: string;
  /** How often it is longer than what can be held. */
  readonly times: number;
}

/**
 * Why a row cannot come to its end, known before it is started: it takes as one text what V8 cannot hold as one (2^29 - 24
 * characters on 64 bits), so its client would buffer as much of it as the machine has memory, and fail. Null of every other row,
 * and of a program and a user's own strategy, of which nobody knows.
 */
export const tooLongFor = ({ case: about, opened }: About, row: ScenarioRow): TooLong | null => {
  if (row.program !== null || row.module !== null) return null;
  const longest = about.longestText?.(opened, row) ?? null;
  const { MAX_STRING_LENGTH: most } = constants;
  if (longest === null || longest.bytes <= most) return null;
  return {
    reason: `${row.strategy} takes ${longest.what} as one text of about ${formatBytes(longest.bytes)}, and V8's longest has ${formatBytes(most)}`,
    times: longest.bytes / most,
  };
};

/** A run in which no row could come to its end would tell nothing: what is wrong with its scale. None where one may, or is meant to fail. */
export const problemsOfScale = (about: About, rows: readonly ScenarioRow[], scale: number): Problem[] => {
  const asked = rows.filter(({ yields }) => yields === 'workload');
  const known = asked.flatMap((row) => tooLongFor(about, row) ?? []);
  const [first] = known;
  if (first === undefined || known.length < asked.length || asked.some(({ expect }) => expect === 'fails'))
    return [];
  const most = scale / Math.min(...known.map(({ times }) => times));
  return [
    {
      path: ['scale'],
      at: 'value',
      message: `no row can come to its end at a scale of ${scale}: ${first.reason}`,
      advice: `Give a scale below ${Number(most.toPrecision(3))}, or a strategy that cuts what it receives.`,
    },
  ];
};
