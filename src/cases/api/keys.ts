import { shorten } from '../../units/shorten.ts';

/** How items are told apart. */
export interface Keyed {
  /** A path into an item; null where an item is its own key. */
  readonly key: string | null;
  /** What an item is called. */
  readonly item: string;
}

/** Takes an item's key out of it. Undefined where it has none that is a text or a number. */
export const keyReader = ({ key }: Keyed): ((item: unknown) => string | undefined) => {
  if (key === null) return textOf;
  const path = key.split('.');
  const [only] = path;
  if (path.length === 1 && only !== undefined) return (item) => textOf(partOf(item, only));
  return (item) => textOf(path.reduce(partOf, item));
};

const partOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

/** The number 7 and the text "7" are one key: what a CSV says is text. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : (typeof value === 'number' && !Number.isNaN(value)) || typeof value === 'bigint'
      ? String(value)
      : undefined;

/** What is wrong with an item that has no key. @param which `its order 3` */
export const keyless = ({ key, item }: Keyed, which: string, found: unknown) => ({
  message: `${which} has no key: expected a text or a number${key === null ? '' : ` at ${key}`}; found ${shownItem(found)}`,
  advice:
    key === null
      ? `The scenario's case says how one ${item} is told from another: key: id`
      : Array.isArray(found)
        ? `One ${item} at a time: yield* of a list, not yield.`
        : 'The key of the case is a path into an item: key: id, or key: meta.id',
});

/** An item in few words: the names of what it has. */
export const shownItem = (value: unknown): string => {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== 'object') return shorten(`${typeof value} ${JSON.stringify(value)}`, 60);
  const names = Object.keys(value);
  return names.length === 0
    ? 'an object without anything'
    : `an object with ${shorten(names.join(', '), 80)}`;
};
