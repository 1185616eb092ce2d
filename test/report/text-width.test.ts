import fc from 'fast-check';
import { expect, test } from 'vitest';
import { labelThenFigures, plain } from '../../src/report/model/report.ts';
import { layOutTable } from '../../src/report/terminal/layout.ts';
import { cutMiddle, padded, pieces, widthOf } from '../../src/report/terminal/text-width.ts';
import { wrap } from '../../src/report/terminal/wrap.ts';

test.each([
  ['abc', 3],
  ['日本', 4],
  ['e\u0301', 1],
  ['a\u200bb', 2],
  ['👩‍👩‍👧', 2],
])('%s takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns);
});

test('a word is broken where the columns end, never within a character', () => {
  expect(pieces('日本語x', 4)).toEqual(['日本', '語x']);
  expect(pieces('日本', 1)).toEqual(['日', '本']);
});

test('a text that is too long keeps its beginning, and of its end what tells it apart', () => {
  expect(cutMiddle('name-then-chunk chunk=100', 16)).toBe('name-then-…k=100');
  expect(cutMiddle('short', 16)).toBe('short');
});

test('a cut text fits, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 400 }),
      fc.integer({ min: 1, max: 120 }),
      (text, columns) => {
        expect(widthOf(cutMiddle(text, columns))).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

test('columns stand under each other, whatever characters are before them', () => {
  expect(padded('日', 4, 'left')).toBe('日  ');
  const table = {
    columns: labelThenFigures(['strategy', 'peak']),
    content: [
      [plain('日本語'), plain('1 MB')],
      [plain('a'), plain('20 MB')],
    ],
  };
  const [, , first = '', second = ''] = layOutTable(table, 80, (_, text) => text).split('\n');
  expect(widthOf(first)).toBe(widthOf(second));
});

test('a label of a million characters is cut, not waited for', () => {
  const long = `${'x'.repeat(1_000_000)} end`;
  const text = layOutTable(
    { columns: labelThenFigures(['strategy', 'peak']), content: [[plain(long), plain('1 MB')]] },
    80,
    (_, shown) => shown,
  );
  expect(text.length).toBeLessThan(1_000);
  expect(text).toContain('end');
});

test('a word that is too long for a line is broken behind a hyphen where it has one', () => {
  expect(wrap('name-then-chunk chunk=100', 13, '')).toEqual(['name-then-', 'chunk', 'chunk=100']);
  expect(wrap('antidisestablishment', 13, '')).toEqual(['antidisestabl', 'ishment']);
});
