import path from 'node:path';
import { foldLimits } from '../../harness/limits/fold-limits.ts';
import { reportOfLimits } from '../../report/limits.ts';
import { drawTerminal } from '../../report/terminal/terminal.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';

export const limits = async (file: string, { out }: { readonly out?: string }): Promise<number> => {
  const { folder, report, exitCode } = await foldLimits(file, out);
  print(drawTerminal(reportOfLimits(report), terminalStyle()));
  print(`\n${path.relative('', path.join(folder, 'report.html'))}\n`);
  return exitCode;
};
