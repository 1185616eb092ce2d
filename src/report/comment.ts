import type { Changes } from '../record/changes.ts';
import { changeTable } from './change-tables.ts';
import {
  adviceLines,
  changeLines,
  notJudgedLines,
  ruleInWords,
  sideLines,
  verdictLine,
} from './change-words.ts';
import { escapeMarkdown, toPlainLine } from './escape.ts';
import { commentLimit, fitMarkdown } from './fit.ts';
import { list, renderTable } from './markdown.ts';

/**
 * A comment on a pull request: the verdict, what changed, the table, and the rest folded. Its first line is a mark that
 * does not show, by which a script finds the comment of an earlier run, to replace it.
 */
export const renderComment = (compared: Changes, update: string | null): string => {
  const changed = changeLines(compared);
  const blocks = [
    markOf(compared),
    `### Tidemark: ${escapeMarkdown(verdictLine(compared))}`,
    list(changed),
    renderTable(changeTable(compared)),
    list(adviceLines(compared, update)),
    folded('What was not judged, and why', list(notJudgedLines(compared))),
    folded(
      'How it was measured',
      list([
        ruleInWords,
        ...sideLines(compared),
        ...compared.warnings.map(({ message, advice }) => `${message}. ${advice}`),
      ]),
    ),
  ];
  return fitMarkdown(`${blocks.filter((block) => block !== '').join('\n\n')}\n`, commentLimit);
};

/** Two hyphens would end an HTML comment early in some readers. */
const markOf = ({ after }: Changes): string =>
  `<!-- tidemark: ${toPlainLine(after.scenario).replace(/[<>@#]|-(?=-)/g, '')} -->`;

const folded = (title: string, body: string): string =>
  body === '' ? '' : `<details>\n<summary>${title}</summary>\n\n${body}\n\n</details>`;
