import type { Status } from '../../workload/description.ts';
import { indicesIn } from '../../workload/summary.ts';
import type { Workload } from '../../workload/workload.ts';
import { repeatable } from '../body.ts';

/** What a request must fulfil to be selected; criteria that are not given do not restrict. */
export interface Criteria {
  readonly statuses: readonly Status[];
  readonly names?: readonly string[];
  /** Keys of the document, each with the values of which it must have one. */
  readonly properties?: Properties;
}

type Properties = Readonly<Record<string, readonly string[]>>;

/**
 * The indices of the requests that fulfil all criteria: in the order of the names that were asked for, else a status
 * after the other. Each at most once; unknown names are skipped.
 */
export const selectRequests = (
  workload: Workload,
  { statuses, names, properties = {} }: Criteria,
): Iterable<number> => {
  const wanted = new Set(statuses);
  const candidates =
    names === undefined
      ? repeatable(() => indicesIn(workload, [...wanted]))
      : indicesOf(workload, names).filter((index) => wanted.has(workload.statusAt(index)));
  if (Object.keys(properties).length === 0) return candidates;
  const hasProperties = createMatcher(workload, properties);
  return repeatable(function* () {
    for (const index of candidates) if (hasProperties(index)) yield index;
  });
};

const indicesOf = (workload: Workload, names: readonly string[]): number[] => [
  ...new Set(names.map((name) => workload.indexOf(name)).filter((index) => index !== undefined)),
];

/**
 * Reads the properties in question out of the document's own bytes. A list has a value if one of its items is it. As in
 * WMCore's filter (RequestInfo.andFilterCheck), false, False and FALSE are the boolean, and so are the three of true.
 */
const createMatcher = (workload: Workload, properties: Properties): ((index: number) => boolean) => {
  const writer = workload.writer({ style: 'reqmgr', mask: Object.keys(properties) });
  const wanted = Object.entries(properties).map(([key, values]) => [key, values.map(criterion)] as const);
  return (index) => {
    const target = Buffer.allocUnsafe(writer.sizeAt(index));
    writer.write(index, target, 0);
    const found = JSON.parse(target.toString()) as Record<string, unknown>;
    return wanted.every(([key, criteria]) =>
      [found[key]].flat().some((value) => criteria.some((matches) => matches(value))),
    );
  };
};

const booleans = new Map([
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
]);

const criterion = (text: string): ((value: unknown) => boolean) => {
  const boolean = booleans.get(text);
  return boolean === undefined ? (value) => String(value) === text : (value) => value === boolean;
};
