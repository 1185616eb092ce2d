import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutCouchRows } from '../../../src/cases/reqmgr2/client/couch-rows.ts';
import { cutRestLines } from '../../../src/cases/reqmgr2/client/rest-lines.ts';
import type { JsonValue } from '../../../src/subject/json.ts';
import { document, item, itemsOf, outcomeOf, spoiled, withSplits } from './bodies.ts';

/** As WMCore's REST layer frames a list. */
const restLines = (items: readonly JsonValue[]): Buffer =>
  Buffer.from(
    `{"result": [\n${items.map((each, i) => `${i === 0 ? ' ' : ','}${JSON.stringify(each)}\n`).join('')}]}\n`,
  );

/** As CouchDB frames a view. */
const couchRows = (rows: readonly JsonValue[]): Buffer =>
  Buffer.from(
    `{"total_rows":29435,"offset":17,"rows":[\r\n${rows.map((row) => JSON.stringify(row)).join(',\r\n')}\r\n]}\n`,
  );

describe.each([
  { what: 'lines of the REST layer', cut: cutRestLines, frame: restLines, each: item },
  { what: 'rows of CouchDB', cut: cutCouchRows, frame: couchRows, each: document },
])('$what', ({ cut, frame, each }) => {
  const items: fc.Arbitrary<readonly JsonValue[]> = fc.array<JsonValue>(each, { maxLength: 4 });
  const body = items.map(frame);

  test('are found, and none in an empty set', () => {
    expect(itemsOf(cut, frame([{ n: 1 }, { n: 2 }]))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(itemsOf(cut, frame([]))).toEqual([]);
  });

  test('are yielded as their lines end', () => {
    const whole = frame([{ n: 1 }, { n: 2 }]);
    const cutter = cut();
    expect([...cutter.cut(whole.subarray(0, whole.lastIndexOf('2')))]).toEqual([{ n: 1 }]);
  });

  test('are what JSON.parse of the whole finds, wherever the stream is split', () => {
    fc.assert(
      fc.property(withSplits(body), ({ body, ends }) => {
        const { result, rows } = JSON.parse(body.toString());
        expect(itemsOf(cut, body, ends)).toEqual(result ?? rows);
      }),
    );
  });

  test('are refused when the body is cut short at any byte', () => {
    fc.assert(
      fc.property(body, (whole) => {
        for (let length = 0; length < whole.length; length++) {
          expect(outcomeOf(cut, whole.subarray(0, length))).toBeUndefined();
        }
      }),
      { numRuns: 30 },
    );
  });

  test('are refused when anything follows the body', () => {
    fc.assert(
      fc.property(body, fc.constantFrom('\n', ' ', ']}\n', '{'), (whole, more) => {
        expect(outcomeOf(cut, Buffer.concat([whole, Buffer.from(more)]))).toBeUndefined();
      }),
    );
  });

  test('are never fewer or others than in the whole, whichever byte is spoiled', () => {
    fc.assert(
      fc.property(spoiled(body), (bytes) => {
        const found = outcomeOf(cut, bytes);
        if (found === undefined) return;
        const { result, rows } = JSON.parse(bytes.toString());
        expect(found).toEqual(result ?? rows);
      }),
      { numRuns: 1000 },
    );
  });
});

test.each([
  ['', 'cut short behind line 0, where {"result": [ was due'],
  ['{"result": [\n {}\n', 'cut short behind line 2, where a comma and an item, or ]} was due'],
  [
    '{"result": [\n {}\n,{"a"',
    'cut short in the line behind line 2, where a comma and an item, or ]} was due',
  ],
  ['{"result": [\n]}', 'cut short in the line behind line 1, where a space and an item, or ]} was due'],
  ['{"result": [\n]}\n\n', 'expected nothing more in line 3, found ""'],
  ['{"result": [\n]}\n{', 'expected nothing more behind line 2'],
  ['{"result": [\n {}\n {}\n]}\n', 'expected a comma and an item, or ]} in line 3, found " {}"'],
  ['{"result": [{}]}\n', 'expected {"result": [ in line 1, found "{\\"result\\": [{}]}"'],
  ['{"result": [\n nonsense\n]}\n', 'line 2 is not JSON: '],
])('a body in lines is refused: %j: %s', (body, message) => {
  expect(() => itemsOf(cutRestLines, Buffer.from(body))).toThrow(message);
});

test.each([
  ['{"total_rows":9,"offset":0,"rows":[\n', 'expected {"total_rows":…,"offset":…,"rows":[ in line 1'],
  ['{"total_rows":9,"offset":0,"rows":[\r\n{}\r\n{}\r\n]}\n', 'expected ]} in line 3, found "{}\\r"'],
  ['{"total_rows":9,"offset":0,"rows":[\r\n{},\r\n]}\n', 'expected a row in line 3, found "]}"'],
  [
    '{"error":"not_found","reason":"missing"}\n',
    'found "{\\"error\\":\\"not_found\\",\\"re"… (40 characters)',
  ],
])('rows are refused: %j: %s', (body, message) => {
  expect(() => itemsOf(cutCouchRows, Buffer.from(body))).toThrow(message);
});
