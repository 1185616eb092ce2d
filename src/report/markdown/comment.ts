import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Changes } from '../../record/checks/changes.ts';
import { escapeMarkdown, toPlainLine } from '../escape.ts';
import { reportOfChanges } from '../model/changes-report.ts';
import type { Section } from '../model/report.ts';
import { commentLimit, fitMarkdown } from './fit.ts';
import { drawBlock } from './markdown.ts';

/**
 * Two runs compared, as a comment on a pull request: what matters open, the rest folded. Its first line is a mark that does
 * not show, by which a script finds the comment of an earlier run, to replace it.
 */
export const renderComment = (compared: Changes, verdict: Verdict, update: string | null): string => {
  const { sections } = reportOfChanges(compared, verdict, update, 'wide');
  const title = `### Tidemark: ${escapeMarkdown(verdict.headline)}`;
  return fitMarkdown(
    `${[markOf(compared), title, ...sections.map(drawSection)].filter((part) => part !== '').join('\n\n')}\n`,
    commentLimit,
  );
};

/** Two hyphens would end an HTML comment early in some readers. */
const markOf = ({ after }: Changes): string =>
  `<!-- tidemark: ${toPlainLine(after.scenario).replace(/[<>@#]|-(?=-)/g, '')} -->`;

const drawSection = ({ title, blocks, rank }: Section): string => {
  const body = blocks
    .filter(({ kind }) => kind !== 'headline')
    .map(drawBlock)
    .join('\n\n');
  return rank === 'main'
    ? body
    : `<details>\n<summary>${escapeMarkdown(title)}</summary>\n\n${body}\n\n</details>`;
};
