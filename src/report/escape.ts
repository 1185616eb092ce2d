import { visibleText } from '../record/message.ts';

/*
 * Text from outside (labels, messages, names of machines and files) on its way into a format: one function for each, and
 * each begins with `toPlainText`, so that no format lets through what another has learnt to keep out.
 */

/**
 * Text as any format may hold it, on its lines: what shows of it. What CI servers take for a command anywhere in a line
 * (`##[`, `##vso[`, `##teamcity[`) is taken apart.
 */
export const toPlainText = (text: string): string => visibleText(text).replace(/##(?=\w*\[)/g, '# #');

/** The same on one line. */
export const toPlainLine = (text: string): string => toPlainText(text).replace(/\s+/gu, ' ').trim();

/**
 * Lines for a terminal or a CI server's log, whatever is in them but colours, which are ours: at the start of a line `::`
 * would be a command to GitHub's runner.
 */
export const toTerminal = (text: string): string =>
  text
    .split(colour)
    .map((part, i) => (i % 2 === 1 ? part : toPlainText(part)))
    .join('')
    .replace(commandStart, '$1: :');

const escapeCharacter = String.fromCharCode(27);
const colour = new RegExp(`(${escapeCharacter}\\[\\d+m)`);
const commandStart = new RegExp(`^((?:\\s|${colour.source})*)::`, 'gm');

/**
 * Text as GitHub's Markdown shows it literally, inside a paragraph or a table's cell, mentioning nobody and no issue. A
 * backslash becomes a reference: beside a pipe, renderers disagree about which of the two is escaped. GitHub looks for names
 * and numbers in what is rendered, where only a character between keeps them apart; one that does not show.
 */
export const escapeMarkdown = (text: string): string =>
  toPlainLine(text)
    .replace(/[&<>\\]/g, (character) => references[character] ?? character)
    .replace(/[`*_[\]|~$]/g, '\\$&')
    .replace(/@(?=[\w\\])|(?<!&)#(?=\d)|\bGH-(?=\d)/gi, '$&&#8203;');

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

/** A name as one part of a relative address, in Markdown and HTML alike. */
export const escapePart = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /[()'!*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
