import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutRestMembers } from '../../../src/cases/reqmgr2/client/rest-members.ts';
import type { JsonValue } from '../../../src/subject/json.ts';
import { document, itemsOf, name, outcomeOf, splits, spoiled, withSplits } from './bodies.ts';

const cut = (text: string, ends?: readonly number[]) => itemsOf(cutRestMembers, Buffer.from(text), ends);

const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n'), maxLength: 2 });

/** An answer in any spacing that JSON allows; names are unique, as keys of an object that JSON.parse is to keep. */
const answer: fc.Arbitrary<Buffer> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(name, document), { selector: ([of]) => of, maxLength: 4 }),
    space,
    space,
    fc.nat(2),
  )
  .map(([members, a, b, indent]) => {
    const written = members.map(
      ([of, value]) => `${JSON.stringify(of)}${a}:${b}${JSON.stringify(value, null, indent)}`,
    );
    const list = written.length === 0 && indent === 0 ? '' : `{${a}${written.join(`${b},${a}`)}${b}}`;
    return Buffer.from(`${a}{${b}"result"${a}:${a}[${b}${list}${a}]${b}}${a}`);
  });

/**
 * What JSON.parse of the whole makes of it, member by member in the order of the text; undefined where that is not an
 * answer of documents. The reviver's order cannot be used: it would put keys like `1` first.
 */
const parsedWhole = (body: Buffer): Map<string, JsonValue> | undefined => {
  let whole: unknown;
  try {
    whole = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  if (typeof whole !== 'object' || whole === null || Object.keys(whole).join() !== 'result') return undefined;
  const { result } = whole as { result: unknown };
  if (!Array.isArray(result) || result.length > 1) return undefined;
  const [documents = {}] = result;
  if (typeof documents !== 'object' || documents === null || Array.isArray(documents)) return undefined;
  const values = Object.values(documents as Record<string, JsonValue>);
  const areDocuments = values.every(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return areDocuments ? new Map(Object.entries(documents)) : undefined;
};

const sorted = (documents: Iterable<JsonValue>): string[] =>
  Array.from(documents, (each) => JSON.stringify(each)).toSorted();

describe('the documents of an answer', () => {
  test('as ReqMgr2 writes it', () => {
    const body = '{"result": [\n {"a": {"RequestName": "a"}, "b": {"RequestName": "b"}}\n]}\n';
    expect(cut(body)).toEqual([{ RequestName: 'a' }, { RequestName: 'b' }]);
  });

  test.each(['{"result": [\n]}\n', '{"result": [\n {}\n]}\n', '{"result":[]}'])('none in %j', (body) => {
    expect(cut(body)).toEqual([]);
  });

  test('both that have the same name, of which JSON.parse keeps the last', () => {
    expect(cut('{"result":[{"a":{"n":1},"a":{"n":2}}]}')).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('those that are complete, before the body is', () => {
    const cutter = cutRestMembers();
    expect([...cutter.cut(Buffer.from('{"result":[{"a":{"n":1},"b":{"n":'))]).toEqual([{ n: 1 }]);
  });

  test('are what JSON.parse of the whole finds, wherever the stream is split', () => {
    fc.assert(
      fc.property(withSplits(answer), ({ body, ends }) => {
        expect(sorted(itemsOf(cutRestMembers, body, ends))).toEqual(
          sorted(parsedWhole(body)?.values() ?? []),
        );
      }),
    );
  });

  test('are the same when every byte comes alone', () => {
    fc.assert(
      fc.property(answer, (body) => {
        const ends = Array.from(body, (_, at) => at);
        expect(itemsOf(cutRestMembers, body, ends)).toEqual(itemsOf(cutRestMembers, body));
      }),
    );
  });
});

describe('a body is refused', () => {
  test('when it is cut short at any byte', () => {
    fc.assert(
      fc.property(answer, (body) => {
        for (let length = 0; length < body.toString().trimEnd().length; length++) {
          expect(outcomeOf(cutRestMembers, body.subarray(0, length))).toBeUndefined();
        }
      }),
      { numRuns: 30 },
    );
  });

  test('when anything but whitespace follows it', () => {
    fc.assert(
      fc.property(answer, fc.constantFrom('}', ']', ',', '{', '0', '"', '\0'), (body, more) => {
        expect(outcomeOf(cutRestMembers, Buffer.concat([body, Buffer.from(more)]))).toBeUndefined();
      }),
    );
  });

  test('exactly when JSON.parse refuses the whole, or finds another shape', () => {
    fc.assert(
      fc.property(
        spoiled(answer).chain((body) => fc.tuple(fc.constant(body), splits(body))),
        ([body, ends]) => {
          const items = outcomeOf(cutRestMembers, body, ends);
          const whole = parsedWhole(body);
          if (items === undefined || whole === undefined) {
            expect(items).toBe(whole);
          } else if (items.length === whole.size) {
            expect(sorted(items)).toEqual(sorted(whole.values()));
          } else expect(items.length).toBeGreaterThan(whole.size);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['', 'cut short before { at byte 0, behind document 0'],
    ['{"result": [\n {"a": {"n": 1}', 'cut short before , or } at byte 28, behind document 1'],
    ['{"result": [\n {"a": {"n"', 'cut short inside a document at byte 24, behind document 0'],
    [
      '{"result": [\n {"a": {"n": 1}}\n]}\n{',
      'expected nothing more at byte 33, behind document 1, found "{"',
    ],
    ['{"result": ["a"]}', 'expected { or ] at byte 12, behind document 0, found "\\"a\\"]}"'],
    ['{"result": [{"a": null}]}', 'expected { at byte 18, behind document 0, found "null}]}"'],
    ['{"rows": []}', 'expected the key "result" at the start, found "rows"'],
    ['{"result": [{"a": {"n": nonsense}}]}', 'document 1 is not JSON: '],
    ['{"result": [{"\\a": {}}]}', 'the key before document 1 is not JSON: '],
    ['<html>', 'expected { at byte 0, behind document 0, found "<html>"'],
  ])('%j: %s', (body, message) => {
    expect(() => cut(body)).toThrow(message);
  });
});

describe('documents that begin alike, in pieces as a socket brings them', () => {
  /** Long, and with everything that looks like the end of one and the beginning of the next. */
  const member = fc
    .tuple(
      name,
      document,
      fc.constantFrom('', '}', '{"_id"', '}, "b": {"_id": "b"'),
      fc.nat(9_000),
      fc.boolean(),
    )
    .map(([of, inner, text, length, isNested]): readonly [string, JsonValue] => [
      of,
      { _id: of, text, filling: 'x'.repeat(length), inner: isNested ? { _id: 'inside', ...inner } : inner },
    ]);
  const body = fc
    .uniqueArray(member, { selector: ([of]) => of, minLength: 2, maxLength: 8 })
    .map((members) =>
      Buffer.from(
        `{"result": [\n {${members.map(([of, value]) => `${JSON.stringify(of)}: ${JSON.stringify(value)}`).join(', ')}}\n]}\n`,
      ),
    );

  test('are what JSON.parse of the whole finds, wherever the stream is split', () => {
    fc.assert(
      fc.property(withSplits(body), ({ body, ends }) => {
        expect(sorted(itemsOf(cutRestMembers, body, ends))).toEqual(
          sorted(parsedWhole(body)?.values() ?? []),
        );
      }),
    );
  });

  test('are found when the stream is split at any byte between two of them', () => {
    const one = (of: string): string => `"${of}": {"_id": "${of}", "filling": "${'x'.repeat(5_000)}"}`;
    const text = Buffer.from(`{"result": [\n {${['a', 'b', 'c', 'd'].map(one).join(', ')}}\n]}\n`);
    const between = text.indexOf('}, "c"');
    for (let at = between - 2; at < between + 20; at++) {
      expect(itemsOf(cutRestMembers, text, [at])).toHaveLength(4);
    }
  });

  test('keep no more than the one that is not complete, and what is between two', () => {
    const one = `"a": {"_id": "a", "filling": "${'x'.repeat(10_000)}"}`;
    const text = Buffer.from(`{"result": [\n {${Array.from({ length: 40 }, () => one).join(', ')}}\n]}\n`);
    const cutter = cutRestMembers();
    let found = 0;
    for (let start = 0; start < text.length; start += 5_000) {
      found += [...cutter.cut(text.subarray(start, start + 5_000))].length;
      expect(found).toBeGreaterThanOrEqual(Math.floor((start + 5_000 - 16) / (one.length + 2)) - 1);
    }
    cutter.end();
    expect(found).toBe(40);
  });
});
