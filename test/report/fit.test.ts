import fc from 'fast-check';
import { markdownTable } from 'markdown-table';
import { expect, test } from 'vitest';
import { fitMarkdown } from '../../src/report/markdown/fit.ts';

const documentOf = (rows: readonly string[], items: readonly string[]): string =>
  [
    '### The verdict',
    markdownTable([['strategy', 'peak'], ...rows.map((row) => [row, '1 MB'])]),
    items.map((item) => `- ${item}\n  <br>its advice`).join('\n'),
    '<details>\n<summary>More</summary>',
    items.map((item) => `- ${item}`).join('\n'),
    '</details>',
  ].join('\n\n');

const words = fc.array(fc.stringMatching(/^[a-zäß]{1,80}$/), { minLength: 1, maxLength: 60 });

test('what fits is left as it is', () => {
  expect(fitMarkdown('# a\n\n- b\n', 10)).toBe('# a\n\n- b\n');
});

test('what does not is shorter than the limit in bytes, has whole rows alone, and says what is missing', () => {
  fc.assert(
    fc.property(words, words, fc.integer({ min: 800, max: 6000 }), (rows, items, limit) => {
      const whole = documentOf(rows, items);
      const fitted = fitMarkdown(whole, limit);
      expect(Buffer.byteLength(fitted)).toBeLessThanOrEqual(limit);
      const bare = (line: string): string => line.replace(/[ -]+/g, '');
      const known = new Set(whole.split('\n').map(bare));
      const added = fitted.split('\n').filter((line) => !known.has(bare(line)));
      expect(added.every((line) => /^(- )?\*.* left out here: it would not fit\.\*$/.test(line))).toBe(true);
      if (Buffer.byteLength(whole) > limit && bare(fitted) !== bare(`${whole}`)) {
        expect(added.length).toBeGreaterThan(0);
      }
      expect(fitted.split('<details>').length).toBe(fitted.split('</details>').length);
    }),
  );
});

test('the first sections are kept, and rows go before the words around them', () => {
  const rows = Array.from({ length: 100 }, (_, i) => `row ${i}`);
  const fitted = fitMarkdown(documentOf(rows, ['an item'.repeat(40)]), 1200);
  expect(fitted).toMatch(/^### The verdict\n\n\| strategy \| peak \|\n/);
  expect(fitted).toContain('| row 0 |');
  expect(fitted).toMatch(/\*\d+ more were left out here: it would not fit\.\*/);
  expect(fitted).toContain('<summary>More</summary>');
});

test('a paragraph that is longer than all that may be is left out whole', () => {
  expect(fitMarkdown(`# a\n\n${'x'.repeat(5000)}\n\nend`, 1000)).toBe(
    '# a\n\n*More was left out here: it would not fit.*\n',
  );
});
