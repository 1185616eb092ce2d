import type { WorkflowDocument } from '../json.ts';
import type { StrategyContext } from '../strategies/context.ts';

/**
 * Holds a known amount of memory until the cycle has ended, of one kind. The sizes are V8's layout on 64 bits without
 * pointer compression (Node 26): an object has a header of three words, a string one of two.
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

/** Strings of 2 MB, which Node puts outside the heap. */
const externalStrings = (bytes: number): unknown => {
  const characters = Buffer.alloc(2_000_000, 'x');
  return Array.from({ length: Math.round(bytes / 2_000_000) }, () => characters.toString('latin1'));
};

const buffers = (bytes: number): unknown =>
  Array.from({ length: Math.round(bytes / 1_000_000) }, () => Buffer.alloc(1_000_000, 1));

const kinds: Readonly<Record<string, (bytes: number) => unknown>> = {
  objects,
  'heap-strings': heapStrings,
  'external-strings': externalStrings,
  buffers,
};

export default async function* retain({ params }: StrategyContext): AsyncGenerator<WorkflowDocument> {
  const make = kinds[String(params.kind)];
  if (make === undefined) throw new Error(`there is no kind ${params.kind} to retain`);
  const held = make(Number(params.bytes));
  // Some turns of the event loop, as of a strategy that waits for its next answer.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (held === undefined) yield* [];
}
