import { integerAt } from '../../../units/random.ts';
import { type Status, statuses } from './description.ts';
import type { JsonStyle } from './documents/json-text.ts';

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

/** The next status on a request's road, the main one where roads part; a status where roads end stays as it is. */
export const statusAfter = (status: Status): Status => {
  const main = mainRoad.indexOf(status);
  const next = main >= 0 ? mainRoad[main + 1] : statuses.find((other) => roads[other].at(-2) === status);
  return next ?? status;
};

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
  const { bytes, timesAt } = roadText(status, style);
  target.set(bytes, offset);
  let time = createdAt;
  for (let step = 0; step < timesAt.length; step++) {
    if (step > 0) time += stayAfter(key, step);
    const start = offset + (timesAt[step] as number);
    let rest = time >>> 0;
    for (let at = start + timeDigits - 2; at >= start; at -= 2) {
      const pair = rest % 100;
      target[at] = tens[pair] as number;
      target[at + 1] = ones[pair] as number;
      rest = (rest / 100) >>> 0;
    }
  }
  return offset + bytes.length;
};

/** Bytes that `writeTransitions` writes. */
export const transitionsBytes = (status: Status, style: JsonStyle): number =>
  roadText(status, style).bytes.length;

/** Times in seconds have ten digits from 2001 to 2286. */
const timeDigits = 10;

/** The two digits of every number below 100. */
const tens = Uint8Array.from({ length: 100 }, (_, pair) => 48 + Math.floor(pair / 10));
const ones = Uint8Array.from({ length: 100 }, (_, pair) => 48 + (pair % 10));

/** The JSON of a way with zeros for its times, and where they are. */
interface RoadText {
  readonly bytes: Buffer;
  readonly timesAt: readonly number[];
}

const roadTexts = new Map<JsonStyle, Map<Status, RoadText>>();

const roadText = (status: Status, style: JsonStyle): RoadText => {
  let ofStyle = roadTexts.get(style);
  if (ofStyle === undefined) {
    ofStyle = new Map(statuses.map((each) => [each, composeRoad(each, style)]));
    roadTexts.set(style, ofStyle);
  }
  return ofStyle.get(status) as RoadText;
};

const composeRoad = (status: Status, { comma, colon }: JsonStyle): RoadText => {
  const timesAt: number[] = [];
  let text = '';
  for (const [step, name] of roads[status].entries()) {
    text += `${step > 0 ? comma : '['}{"Status"${colon}"${name}"${comma}"UpdateTime"${colon}`;
    timesAt.push(text.length);
    text += `${'0'.repeat(timeDigits)}${comma}"DN"${colon}"unified"}`;
  }
  return { bytes: Buffer.from(`${text}]`), timesAt };
};
