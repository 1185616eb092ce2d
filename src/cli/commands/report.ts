import { reportAgain } from '../../harness/merge.ts';
import { renderTerminal } from '../../report/terminal/terminal.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { reportPath } from '../watched.ts';

interface ReportOptions {
  readonly out?: string;
  readonly strict?: boolean;
}

export const report = async (folders: readonly string[], options: ReportOptions): Promise<number> => {
  const { reported, folder } = await reportAgain(folders, options);
  const text = renderTerminal(reported.run, terminalStyle(), reported.verdict);
  print(`${text}\n${reportPath(folder)}`);
  return reported.verdict.exitCode;
};
