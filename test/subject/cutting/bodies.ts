import fc from 'fast-check';
import type { Cut } from '../../../src/subject/client/cutting/cutter.ts';
import type { JsonObject, JsonValue } from '../../../src/subject/json.ts';

/** All items that a cutter takes out of a body that arrives in pieces which end at these offsets. */
export const itemsOf = (cut: Cut, body: Buffer, ends: readonly number[] = []): JsonValue[] => {
  const cutter = cut();
  const items: JsonValue[] = [];
  let start = 0;
  for (const end of [...ends, body.length]) {
    // A copy, wiped when its items are taken, as a socket's buffer may be used again.
    const piece = Buffer.from(body.subarray(start, end));
    items.push(...cutter.cut(piece));
    piece.fill('"');
    start = end;
  }
  cutter.end();
  return items;
};

/** What a cutter makes of a body: its items, or undefined where it refuses it. */
export const outcomeOf = (cut: Cut, body: Buffer, ends?: readonly number[]): JsonValue[] | undefined => {
  try {
    return itemsOf(cut, body, ends);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'CutError') return undefined;
    throw thrown;
  }
};

/** Strings that are hard to cut: quotes, backslashes, braces, line ends, characters of several bytes, halves of pairs. */
const text = fc.oneof(
  fc.string({
    unit: fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '\n', 'é', '€', '😀', '\ud800', 'n'),
  }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'result', ''),
);

const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

export const name = text;
export const item = value;
/** Through JSON, so that a key `__proto__` is one of its own as in every parsed answer. */
export const document: fc.Arbitrary<JsonObject> = fc
  .array(fc.tuple(text, value), { maxLength: 4 })
  .map((members) =>
    JSON.parse(`{${members.map(([key, of]) => `${JSON.stringify(key)}:${JSON.stringify(of)}`)}}`),
  );

/** Offsets at which a body may be split, in order; any, and several at the same place. */
export const splits = (body: Buffer): fc.Arbitrary<number[]> =>
  fc.array(fc.nat({ max: body.length }), { maxLength: 12 }).map((ends) => ends.toSorted((a, b) => a - b));

/** A body with any way to split it. */
export const withSplits = (body: fc.Arbitrary<Buffer>): fc.Arbitrary<{ body: Buffer; ends: number[] }> =>
  body.chain((bytes) => fc.record({ body: fc.constant(bytes), ends: splits(bytes) }));

/** A body with one of its bytes replaced by one that means something in JSON. */
export const spoiled = (body: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc.tuple(body, fc.nat(), fc.constantFrom(...Buffer.from('"\\{}[],: \n\t0x'))).map(([bytes, at, byte]) => {
    const copy = Buffer.from(bytes);
    copy[at % copy.length] = byte;
    return copy;
  });
