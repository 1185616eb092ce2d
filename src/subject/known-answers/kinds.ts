/**
 * Memory of a known amount, by kind. The sizes are V8's layout on 64 bits without pointer compression (Node 26): an object
 * has a header of three words, a string one of two.
 */
const word = 8;

/** A chain of objects of seven words each. */
const objects = (bytes: number): unknown => {
  let last: unknown = null;
  for (let held = 0; held < bytes; held += 7 * word) last = { a: 1, b: 2, c: 3, next: last };
  return last;
};

/** Strings of 1,008 characters with their headers and their places in a list: 1,032 bytes each. */
const heapStrings = (bytes: number): unknown => {
  const characters = Buffer.alloc(1008, 'x');
  const count = Math.round(bytes / (1008 + 3 * word));
  return Array.from({ length: count }, () => characters.toString('latin1'));
};

/** Pieces of at most so many bytes that are as large as each other. */
const pieces = <T>(bytes: number, most: number, make: (bytes: number) => T): T[] => {
  const count = Math.ceil(bytes / most);
  return Array.from({ length: count }, () => make(Math.round(bytes / count)));
};

/**
 * Strings of more than 1 MB, which Node puts outside the heap, and the buffer that they are made of: were it let go, it would
 * still be alive beside the last one, which is then the peak.
 */
const externalStrings = (bytes: number): unknown => {
  const count = Math.max(2, Math.ceil(bytes / 2_000_000));
  const characters = Buffer.alloc(Math.round(bytes / count), 'x');
  return [characters, ...Array.from({ length: count - 1 }, () => characters.toString('latin1'))];
};

const buffers = (bytes: number): unknown => pieces(bytes, 1_000_000, (length) => Buffer.alloc(length, 1));

/** One array. */
const doubles = (bytes: number): unknown => Array(Math.round(bytes / word)).fill(0.5);

const kinds: Readonly<Record<string, (bytes: number) => unknown>> = {
  objects,
  'heap-strings': heapStrings,
  'external-strings': externalStrings,
  buffers,
  doubles,
};

/** @throws Error for a kind that there is not */
export const hold = (kind: string, bytes: number): unknown => {
  const make = kinds[kind];
  if (make === undefined) throw new Error(`there is no kind ${kind} to hold`);
  return make(bytes);
};
