import type { JsonStyle } from './json-text.ts';
import { type Status, statuses } from './profile.ts';
import { integerAt } from './random.ts';

const mainRoad: readonly Status[] = [
  'new',
  'assignment-approved',
  'assigned',
  'staging',
  'staged',
  'acquired',
  'running-open',
  'running-closed',
  'completed',
  'closed-out',
  'announced',
  'normal-archived',
];

const upTo = (status: Status): readonly Status[] => mainRoad.slice(0, mainRoad.indexOf(status) + 1);

const sideRoads: Partial<Record<Status, readonly Status[]>> = {
  'force-complete': [...upTo('running-closed'), 'force-complete'],
  failed: [...upTo('acquired'), 'failed'],
  aborted: [...upTo('running-open'), 'aborted'],
  'aborted-completed': [...upTo('running-open'), 'aborted', 'aborted-completed'],
  'aborted-archived': [...upTo('running-open'), 'aborted', 'aborted-completed', 'aborted-archived'],
  rejected: [...upTo('assignment-approved'), 'rejected'],
  'rejected-archived': [...upTo('assignment-approved'), 'rejected', 'rejected-archived'],
};

const roads = Object.fromEntries(
  statuses.map((status) => [status, sideRoads[status] ?? upTo(status)]),
) as Record<Status, readonly Status[]>;

/** At most two days and a bit: the longest road of twelve statuses ends within a month of the request. */
const longestStay = 200_000;

const stayAfter = (key: number, step: number): number => 1 + integerAt(key, 0x7a510000 + step, longestStay);

/** Seconds since 1970 at which a request made at `createdAt` came into its status. */
export const lastTransitionTo = (status: Status, createdAt: number, key: number): number => {
  let time = createdAt;
  for (let step = 1; step < roads[status].length; step++) time += stayAfter(key, step);
  return time;
};

/** A request's way to its status as JSON, from `new`: `[{"Status": "new", "UpdateTime": 1746704632, "DN": "unified"}, …]`. */
export const writeTransitions = (
  status: Status,
  createdAt: number,
  key: number,
  style: JsonStyle,
  target: Buffer,
  offset: number,
): number => {
  const { comma, colon } = style;
  let text = '';
  let time = createdAt;
  for (const [step, name] of roads[status].entries()) {
    if (step > 0) time += stayAfter(key, step);
    text += `${step > 0 ? comma : '['}{"Status"${colon}"${name}"${comma}"UpdateTime"${colon}${time}${comma}"DN"${colon}"unified"}`;
  }
  return offset + target.write(`${text}]`, offset, 'latin1');
};

/** Bytes that `writeTransitions` writes: times have ten digits from 2001 to 2286. */
export const transitionsBytes = (status: Status, style: JsonStyle): number => bytesByStyle(style)[status];

const bytesByStyle = (style: JsonStyle): Record<Status, number> => {
  const known = knownBytes.get(style);
  if (known !== undefined) return known;
  const target = Buffer.alloc(4096);
  const bytes = Object.fromEntries(
    statuses.map((status) => [status, writeTransitions(status, 1_700_000_000, 0, style, target, 0)]),
  ) as Record<Status, number>;
  knownBytes.set(style, bytes);
  return bytes;
};

const knownBytes = new Map<JsonStyle, Record<Status, number>>();
