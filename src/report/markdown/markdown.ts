import { markdownTable } from 'markdown-table';
import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Run } from '../../record/run.ts';
import { escapeMarkdown, escapeMarkdownBlock, escapePart } from '../escape.ts';
import {
  type Block,
  type Drawing,
  draw,
  type Item,
  lineOf,
  type Report,
  type Section,
  wholeCell,
} from '../model/report.ts';
import { reportOfRun } from '../model/run-report.ts';

/** A run's report. */
export const renderMarkdown = (run: Run, verdict?: Verdict): string =>
  drawMarkdown(reportOfRun(run, verdict));

/** A report in GitHub's Markdown: everything that a reader of a pull request needs. */
export const drawMarkdown = ({ title, front, sections }: Report): string =>
  `${[
    ...(title === '' ? [] : [`# ${escapeMarkdown(title)}`]),
    ...front.map(drawBlock),
    ...sections.filter(({ rank }) => rank !== 'page').map(drawSection),
  ].join('\n\n')}\n`;

const drawSection = ({ title, blocks }: Section): string =>
  [title === '' ? '' : `## ${escapeMarkdown(title)}`, ...blocks.map(drawBlock)]
    .filter((part) => part !== '')
    .join('\n\n');

export const drawBlock = (block: Block): string => draw(drawing, block);

const drawing: Drawing<string> = {
  text: ({ content, as }) =>
    as === 'strong' ? `**${escapeMarkdown(content)}**` : escapeMarkdownBlock(content),
  headline: ({ content }) => `**${escapeMarkdown(content)}**`,
  list: ({ content }) => listOf(content.map(escapeMarkdownBlock)),
  items: ({ content }) => listOf(content.map((item) => escapeMarkdownBlock(lineOf(item)))),
  table: ({ title, columns, content }) =>
    [
      ...(title === '' ? [] : [`### ${escapeMarkdown(title)}`]),
      markdownTable(
        [
          columns.map(({ head }) => escapeMarkdown(head)),
          ...content.map((cells) => cells.map((cell) => escapeMarkdown(wholeCell(cell)))),
        ],
        { align: columns.map(({ align }) => align) },
      ),
    ].join('\n\n'),
  terms: ({ content }) =>
    listOf(content.map(({ term, meaning }) => `${escapeMarkdownBlock(term)}: ${escapeMarkdown(meaning)}`)),
  links: ({ content }) =>
    listOf(
      content.map(({ to, name, text }) => {
        const target = 'file' in to ? escapePart(to.file) : `${escapePart(to.folder)}/report.md`;
        return `[${escapeMarkdown(name)}](${target}): ${escapeMarkdown(text)}`;
      }),
    ),
  claims: ({ content }) =>
    content
      .map(({ id, who, where, says, readings }) =>
        [
          `**${escapeMarkdown(id)}.** “${escapeMarkdown(says)}”<br>${escapeMarkdown(who)}, ${escapeMarkdown(where)}`,
          listOf(readings.map(({ item, grounds }) => readingOf(item, grounds))),
        ].join('\n\n'),
      )
      .join('\n\n'),
  warnings: ({ content }) =>
    listOf(
      content.map(({ kind, message, advice }) => {
        const word = kind === 'note' ? 'Note' : 'Warning';
        return `**${word}:** ${escapeMarkdown(message)}\n  <br>${escapeMarkdown(advice)}`;
      }),
    ),
  // Both show what the tables have.
  figures: () => '',
  chart: () => '',
};

const listOf = (lines: readonly string[]): string =>
  lines
    .filter((line) => line !== '')
    .map((line) => `- ${line}`)
    .join('\n');

const readingOf = ({ mark, text }: Item, grounds: string): string =>
  `**${escapeMarkdown(mark)}**: ${text === '' ? '' : `${escapeMarkdown(text)}<br>`}${escapeMarkdown(grounds)}`;
