import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Changes } from '../../record/changes.ts';
import { escapeMarkdown, toPlainLine } from '../escape.ts';
import { changeTable } from '../model/change-tables.ts';
import { adviceLines, ruleInWords, sideLines } from '../model/change-words.ts';
import { notableLines, toldLines } from '../model/check-words.ts';
import { commentLimit, fitMarkdown } from './fit.ts';
import { list, renderTable } from './markdown.ts';

/**
 * A comment on a pull request: the verdict, what does not hold and why, the table, and the rest folded. Its first line is a
 * mark that does not show, by which a script finds the comment of an earlier run, to replace it.
 */
export const renderComment = (compared: Changes, verdict: Verdict, update: string | null): string => {
  const blocks = [
    markOf(compared),
    `### Tidemark: ${escapeMarkdown(verdict.headline)}`,
    list(notableLines(verdict)),
    renderTable(changeTable(compared)),
    list(adviceLines(compared, verdict, update)),
    folded('What was left out, and why', list(toldLines(verdict))),
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
