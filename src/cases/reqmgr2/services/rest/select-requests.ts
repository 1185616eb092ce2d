import type { Status } from '../../workload/description.ts';
import { UnmaskableError, type ViewKey } from '../../workload/documents/mask.ts';
import { indicesIn } from '../../workload/summary.ts';
import type { DocumentForm, Workload } from '../../workload/workload.ts';
import { repeatable } from '../body.ts';

/** What a request must fulfil to be selected; criteria that are not given do not restrict. */
export interface Criteria {
  readonly statuses: readonly Status[];
  readonly names?: readonly string[];
  /** Undefined: all that have one of the statuses and names. */
  readonly matches?: Matcher | undefined;
}

export type Matcher = (index: number) => boolean;

/**
 * The indices of the requests that fulfil all criteria: in the order of the names that were asked for, else a status
 * after the other. Each at most once; unknown names are skipped.
 */
export const selectRequests = (
  workload: Workload,
  { statuses, names, matches }: Criteria,
): Iterable<number> => {
  const wanted = new Set(statuses);
  const candidates =
    names === undefined
      ? repeatable(() => indicesIn(workload, [...wanted]))
      : indicesOf(workload, names).filter((index) => wanted.has(workload.statusAt(index)));
  return matches === undefined ? candidates : repeatable(() => Iterator.from(candidates).filter(matches));
};

const indicesOf = (workload: Workload, names: readonly string[]): number[] => [
  ...new Set(names.map((name) => workload.indexOf(name)).filter((index) => index !== undefined)),
];

type Fields = Readonly<Record<string, unknown>>;

/** Reads keys out of the documents' own bytes. */
export const readerOf = (
  workload: Workload,
  form: Omit<DocumentForm, 'style'>,
): ((index: number) => Fields) => {
  const writer = workload.writer({ style: 'reqmgr', ...form });
  return (index) => {
    const target = Buffer.allocUnsafe(writer.sizeAt(index));
    writer.write(index, target, 0);
    return JSON.parse(target.toString()) as Fields;
  };
};

/** Whether each key's view of CouchDB has the request under one of the values. Undefined for no key. */
export const viewMatcher = (
  workload: Workload,
  wanted: Readonly<Partial<Record<ViewKey, readonly string[]>>>,
): Matcher | undefined => {
  const criteria = Object.entries(wanted) as [ViewKey, readonly string[]][];
  if (criteria.length === 0) return undefined;
  const read = readerOf(workload, { views: criteria.map(([key]) => key) });
  return (index) => {
    const emitted = read(index);
    return criteria.every(([key, values]) =>
      (emitted[key] as readonly unknown[]).some((value) => values.includes(value as string)),
    );
  };
};

/**
 * WMCore's filter (RequestInfo.andFilterCheck): whether each key, looked at through tasks as by a mask, is or holds one of the
 * values. A lone value of false, False or FALSE is the boolean, and so are the three of true. Undefined for no key.
 * An UnmaskableError where the key holds a list of what cannot be compared.
 */
export const filterMatcher = (
  workload: Workload,
  wanted: Readonly<Record<string, readonly string[]>>,
): Matcher | undefined => {
  const criteria = Object.entries(wanted).map(
    ([key, values]) => [readerOf(workload, { mask: [key] }), key, values] as const,
  );
  if (criteria.length === 0) return undefined;
  // One key after the other: what a request is not asked about, once another key has ruled it out, cannot fail.
  return (index) =>
    criteria.every(([read, key, values]) => {
      const { [key]: held } = read(index);
      if (Array.isArray(held) && held.some((item) => typeof item === 'object' && item !== null)) {
        throw new UnmaskableError();
      }
      return [held].flat().some((value) => matches(value, values));
    });
};

const matches = (value: unknown, wanted: readonly string[]): boolean => {
  const boolean = wanted.length === 1 ? booleans.get(wanted[0] as string) : undefined;
  // As in Python, where 1 and true are the same.
  if (boolean !== undefined) return value === boolean || value === Number(boolean);
  return typeof value === 'string' && wanted.includes(value);
};

const booleans = new Map([
  ...['false', 'False', 'FALSE'].map((text) => [text, false] as const),
  ...['true', 'True', 'TRUE'].map((text) => [text, true] as const),
]);
