import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Changes } from '../../record/changes.ts';
import { changeTables } from '../model/change-tables.ts';
import { adviceLines, sideLines } from '../model/change-words.ts';
import { notableLines, toldLines } from '../model/check-words.ts';
import { columnsOf, layOutTable, type TerminalStyle, wrap, wrapFew } from './layout.ts';
import { painter } from './paint.ts';
import { renderWarning } from './terminal.ts';

/**
 * Two runs compared, for a person at a terminal: the verdict, what does not hold and what changed, the tables, what was left out.
 * @param update the command that makes the baseline anew; null where there is none
 */
export const renderTerminalChanges = (
  compared: Changes,
  verdict: Verdict,
  update: string | null,
  { colour = false, width = 80 }: TerminalStyle = {},
): string => {
  const paint = painter(colour);
  const columns = columnsOf(width);
  const items = (lines: readonly string[]): string =>
    lines.flatMap((line) => wrap(line, columns, '  ')).join('\n');
  const outcomes = (lines: readonly string[]): string =>
    lines.flatMap((line) => wrapFew(line, columns, '  ')).join('\n');
  const blocks = [
    [paint('bold', items([verdict.headline])), outcomes(notableLines(verdict))]
      .filter((text) => text !== '')
      .join('\n'),
    ...changeTables(compared).map((table) => layOutTable(table, columns, paint)),
    outcomes(toldLines(verdict)),
    items(adviceLines(compared, verdict, update)),
    paint('dim', items(sideLines(compared))),
    compared.warnings.map((warning) => renderWarning(warning, columns, paint)).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
};
