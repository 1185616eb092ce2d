import path from 'node:path';
import type { Verdict } from '../analysis/verdict.ts';
import { writeRun } from '../harness/write-reports.ts';
import type { Changes } from '../record/changes.ts';
import type { Run } from '../record/run.ts';
import { renderComment } from '../report/comment.ts';
import { renderTerminalChanges } from '../report/terminal-changes.ts';
import { tellGitHub } from './github.ts';
import { print } from './print.ts';
import { terminalStyle } from './terminal-style.ts';

/** How to make the baseline anew, for who stands here, and for a reader of the comment, who stands in the repository. */
interface Remedy {
  readonly fromHere: string;
  readonly fromRoot: string;
}

/**
 * What a gate found: in the folder's reports and `comment.md`, on the terminal, and to GitHub where it runs there.
 */
export const tellGate = async (
  run: Run,
  compared: Changes,
  verdict: Verdict,
  { remedy, folder }: { readonly remedy: Remedy; readonly folder: string },
): Promise<void> => {
  const comment = renderComment(compared, verdict, remedy.fromRoot);
  const file = path.join(folder, 'comment.md');
  await writeRun(folder, run, verdict, [file, comment]);
  const text = renderTerminalChanges(compared, verdict, remedy.fromHere, terminalStyle());
  print(`${text}\n${path.relative('', file)}\n`);
  await tellGitHub(verdict, run.scenario.path, comment);
};
