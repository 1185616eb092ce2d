import { stripVTControlCharacters } from 'node:util';

/**
 * Text from outside on one line, as a terminal or a file may show it: escape sequences, control characters and the
 * marks that turn the direction of writing are removed, line breaks and tabs become spaces.
 */
export const toPlainLine = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\s\u0085]+/gu, ' ')
    .replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .trim();

/**
 * Text as GitHub's Markdown shows it literally, inside a paragraph or a table's cell. A backslash becomes a reference:
 * beside a pipe, renderers disagree about which of the two is escaped.
 */
export const escapeMarkdown = (text: string): string =>
  toPlainLine(text)
    .replace(/[&<>\\]/g, (character) => references[character] ?? character)
    .replace(/[`*_[\]|~$]/g, '\\$&');

/** As `escapeMarkdown`, at the start of a paragraph or a list item, where a heading or a list could begin. */
export const escapeMarkdownBlock = (text: string): string =>
  escapeMarkdown(text)
    .replace(/^[-+#=]/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\\': '&#92;',
};
