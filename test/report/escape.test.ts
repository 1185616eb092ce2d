import fc from 'fast-check';
import { markdownTable } from 'markdown-table';
import { describe, expect, test } from 'vitest';
import {
  escapeMarkdown,
  escapeMarkdownBlock,
  toPlainLine,
  toPlainText,
  toTerminal,
} from '../../src/report/escape.ts';

/** Text full of what Markdown, HTML and terminals give a meaning to. */
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '|',
      '\\',
      '`',
      '\n',
      '\r',
      '\t',
      '<',
      '>',
      '&',
      '*',
      '_',
      '[',
      ']',
      '~',
      '$',
      '@',
      '#',
      '\u202e',
      '\u200b',
      '\ud800',
      '\u001b[31m',
      '\u0007',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});

/** A row's cells as GitHub's parser splits them: at each pipe that no backslash stands before. */
const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

/** What a reader sees of escaped text: CommonMark drops a backslash before punctuation and resolves references. */
const shown = (text: string): string =>
  text.replace(/\\([!-/:-@[-`{-~])|&(amp|lt|gt|#92|#8203);/g, (_, escaped?: string, name?: string) =>
    name === undefined ? (escaped ?? '') : (characters[name] ?? ''),
  );
const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', '#92': '\\', '#8203': '' };

describe('a Markdown table', () => {
  test('keeps its rows and cells whatever is in them, and shows the text as it was', () => {
    fc.assert(
      fc.property(hostile, hostile, (first, second) => {
        const lines = markdownTable([['a', 'b'], [first, second].map(escapeMarkdown)]).split('\n');
        expect(lines).toHaveLength(3);
        const cells = cellsOf(lines[2] ?? '');
        expect(cells.map(shown)).toEqual([first, second].map(toPlainLine));
      }),
      { numRuns: 1000 },
    );
  });
});

test('a line for a terminal holds no control character and no escape sequence', () => {
  expect(toPlainLine('\u001b[31mred\u001b[0m\u0007 a\nb\tc \u202egnp.exe')).toBe('red a b c gnp.exe');
  fc.assert(
    fc.property(hostile, (text) => {
      expect(toPlainLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});

test('HTML, code and links are shown, not rendered', () => {
  expect(escapeMarkdown('<img src=x> `code` [a](b) a|b \\|')).toBe(
    '&lt;img src=x&gt; \\`code\\` \\[a\\](b) a\\|b &#92;\\|',
  );
});

test('a paragraph does not start a heading or a list', () => {
  expect(['# a', '- a', '12. a', '0.127 a'].map(escapeMarkdownBlock)).toEqual([
    '\\# a',
    '\\- a',
    '12\\. a',
    '0.127 a',
  ]);
});

test('nobody is mentioned, and no issue', () => {
  expect(escapeMarkdown('@octocat a@b.c @org/team #12 GH-3 o/r#4, # 5, @ home')).toBe(
    '@&#8203;octocat a@&#8203;b.c @&#8203;org/team #&#8203;12 GH-&#8203;3 o/r#&#8203;4, # 5, @ home',
  );
});

test('text on several lines keeps them, and no command of a CI server', () => {
  expect(toPlainText('a\r\nb\tc\u2028d ##[error]e ##vso[task.x]f ##teamcity[g ## [h')).toBe(
    'a\nb c\nd # #[error]e # #vso[task.x]f # #teamcity[g ## [h',
  );
});

test('for a terminal colours stay, and no line begins with a command', () => {
  const red = '\u001b[31m';
  expect(toTerminal(`${red}::a::b\u001b[39m\n  ::c::\nd::e::\u001b[2J\u0007`)).toBe(
    `${red}: :a::b\u001b[39m\n  : :c::\nd::e::`,
  );
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(':', '::', ' ', '\n', '\r', red, '\u200b', '\u001b[2K', 'x')),
      (parts) => {
        for (const line of toTerminal(parts.join('')).split(/[\r\n]/)) {
          const start = line.split(red).find((part) => part.trim() !== '') ?? '';
          expect(start.trimStart()).not.toMatch(/^::/);
        }
      },
    ),
  );
});
