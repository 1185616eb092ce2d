import path from 'node:path';
import type { Gated } from '../../harness/gate/gate.ts';
import { renderTerminalChanges } from '../../report/terminal/terminal.ts';
import { tellGitHub } from './github.ts';
import { print } from './print.ts';
import { terminalStyle } from './terminal-style.ts';

/**
 * What a gate found, on the terminal, and to GitHub where it runs there.
 * @param remedy how to make the baseline anew
 */
export const tellGate = async (
  { folder, run, compared, verdict, comment }: Extract<Gated, { type: 'judged' }>,
  remedy: string,
): Promise<void> => {
  const text = renderTerminalChanges(compared, verdict, remedy, terminalStyle());
  print(`${text}\n${path.relative('', path.join(folder, 'comment.md'))}\n`);
  await tellGitHub(verdict, run.scenario.path, comment);
};
