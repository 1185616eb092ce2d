import { fieldNames } from '../../consumers/rule-cleaner/fields.ts';
import { isTaskKey } from '../../document.ts';
import type { DocumentShaping } from '../description.ts';
import { compactStyle, jsonText, type Shape } from './json-text.ts';
import { Slot, type SlotMaker } from './slots.ts';

type ObjectShape = { readonly [key: string]: Shape };

/** A document's shape with other keys and levels than the built-in ones have. The same shape for `plainShape`. */
export const shaped = (
  document: ObjectShape,
  slots: SlotMaker,
  { keys, lengths, maxLevels }: Pick<DocumentShaping, 'keys' | 'lengths' | 'maxLevels'>,
): ObjectShape => {
  const withLengths = lengths === 1 ? document : shortened(document, lengths);
  const withKeys = keys === 1 ? withLengths : keyed(withLengths, slots, keys);
  return maxLevels === null ? withKeys : (levelled(withKeys, maxLevels) as ObjectShape);
};

/** What a document is known by keeps its text. */
const shortened = (document: ObjectShape, factor: number): ObjectShape =>
  Object.fromEntries(
    Object.entries(document).map(([key, value]) => [key, known.has(key) ? value : shorter(value, factor)]),
  );

const known = new Set([
  ...['_id', '_rev', 'RequestName', 'RequestType', 'SubRequestType', 'RequestStatus'],
  ...['PrepID', 'RequestString', 'Campaign'],
]);

const shorter = (value: Shape, factor: number): Shape => {
  if (typeof value === 'string') return shorterText(value, factor);
  if (typeof value !== 'object' || value === null || value instanceof Slot) return value;
  if (Array.isArray(value)) return value.map((item) => shorter(item, factor));
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shorter(member, factor)]));
};

/** What slots are filled with stays, and so do the ends of what is between them, in which texts differ. */
const shorterText = (text: string, factor: number): string =>
  text.replace(/[^\ue000-\uf8ff]+/g, (part) => part.slice(part.length - Math.ceil(part.length * factor)));

/** The document itself and its tasks: the others are lists and maps that grow with the number of tasks. */
const keyed = (document: ObjectShape, slots: SlotMaker, factor: number): ObjectShape => {
  const members = Object.entries(document).map(([key, value]) => [
    key,
    isTaskKey(key) ? otherwiseKeyed(value as ObjectShape, slots, factor) : value,
  ]);
  return otherwiseKeyed(Object.fromEntries(members), slots, factor);
};

const otherwiseKeyed = (object: ObjectShape, slots: SlotMaker, factor: number): ObjectShape => {
  const change = Math.round(Object.keys(object).length * Math.abs(factor - 1));
  return factor < 1 ? joined(object, change) : { ...object, ...moreSettings(slots, change) };
};

/** Half of them numbers, half of them short texts. */
const moreSettings = (slots: SlotMaker, count: number): ObjectShape =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `Set${i + 1}`,
      i % 2 === 0 ? slots.integer(2) : slots.hex(4).toString(),
    ]),
  );

/** What is read of a document: by the rule cleaner, by who selects documents, and to see that it is the right one. */
const read = new Set<string>([
  ...[
    '_id',
    '_rev',
    'TaskChain',
    'StepChain',
    'LumiList',
    'PrepID',
    'Campaign',
    'MCPileup',
    'Team',
    'Requestor',
  ],
  ...fieldNames,
]);

/** Plain values that nobody reads stand as text in one of them, so that the document keeps its size. */
const joined = (object: ObjectShape, count: number): ObjectShape => {
  const spare = Object.entries(object)
    .filter(([key, value]) => !read.has(key) && (typeof value !== 'object' || value instanceof Slot))
    .slice(0, count + 1);
  if (spare.length < 2) return object;
  const gone = new Set(spare.map(([key]) => key));
  const text = spare.map(([key, value]) => `${key}: ${value}`).join(', ');
  return { ...Object.fromEntries(Object.entries(object).filter(([key]) => !gone.has(key))), Joined: text };
};

/** A slot may be a list, and is left as it is. */
const levelled = (value: Shape, levels: number): Shape => {
  if (typeof value !== 'object' || value === null || value instanceof Slot) return value;
  if (levels === 0) return jsonText(value, compactStyle).replaceAll('"', '');
  if (Array.isArray(value)) return value.map((item) => levelled(item, levels - 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, levelled(member, levels - 1)]),
  );
};
