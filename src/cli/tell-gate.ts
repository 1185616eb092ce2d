import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Changes } from '../record/changes.ts';
import type { Run } from '../record/run.ts';
import { budgetLines } from '../report/budget-words.ts';
import { checksOfChanges, checksOfRun } from '../report/checks.ts';
import { renderComment } from '../report/comment.ts';
import { renderChecks } from '../report/junit.ts';
import { renderTerminalChanges } from '../report/terminal-changes.ts';
import { tellGitHub } from './github.ts';
import { terminalStyle } from './terminal-style.ts';

/**
 * What a gate found, on the terminal, in the folder's `comment.md` and `junit.xml`, and to GitHub where it runs there.
 * @param remedy how to make the baseline anew
 */
export const tellGate = async (
  run: Run,
  compared: Changes,
  remedy: string,
  folder: string,
): Promise<void> => {
  const checks = [...checksOfRun(run), ...checksOfChanges(compared)];
  const comment = renderComment(compared, remedy);
  await writeFile(path.join(folder, 'comment.md'), comment);
  await writeFile(path.join(folder, 'junit.xml'), renderChecks(run, checks));
  const budgets = budgetLines(run).map((line) => `budget: ${line}\n`);
  process.stdout.write(
    [renderTerminalChanges(compared, remedy, terminalStyle()), ...budgets]
      .concat(`\n${path.relative('', path.join(folder, 'comment.md'))}\n`)
      .join(''),
  );
  await tellGitHub(checks, run.scenario.path, comment);
};
