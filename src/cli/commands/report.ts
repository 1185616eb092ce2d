import type { Command } from 'commander';
import { reportAgain } from '../../harness/merge.ts';
import { renderTerminal } from '../../report/terminal/terminal.ts';
import { strictMeaning } from '../arguments.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { reportPaths } from '../watched.ts';

export const addReportCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('report')
    .description('make the reports again out of a journal, or of several of one scenario put together')
    .argument('<dir...>', 'folders that hold a samples.jsonl')
    .option(
      '--out <dir>',
      'where to write the reports; else one folder is its own, and several get a new one',
    )
    .option('--strict', strictMeaning)
    .action(async (folders: string[], options: ReportOptions) => done(await report(folders, options)));
};

interface ReportOptions {
  readonly out?: string;
  readonly strict?: boolean;
}

const report = async (folders: readonly string[], options: ReportOptions): Promise<number> => {
  const { reported, folder } = await reportAgain(folders, options);
  const text = renderTerminal(reported.run, terminalStyle(), reported.verdict);
  print(`${text}\n${reportPaths(reported, folder)}`);
  return reported.verdict.exitCode;
};
