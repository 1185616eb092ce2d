import path from 'node:path';
import type { Command } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import type { NamedJournal } from '../analysis/distinct-runs.ts';
import { mergeJournals } from '../analysis/merge-journals.ts';
import { verdictOfRun } from '../analysis/verdict.ts';
import { UserError } from '../errors/user-error.ts';
import { hasJournal, measurementsIn, writeReports, writeRun } from '../harness/write-reports.ts';
import type { Warning } from '../record/run.ts';
import { renderTerminal } from '../report/terminal.ts';
import { pinnedNode } from '../runner/environment.ts';
import { readJournal } from '../runner/journal-file.ts';
import { assertOutputFolder, openOutputFolder } from '../runner/output-folder.ts';
import { strictMeaning } from './arguments.ts';
import { reportPaths } from './measure-scenario.ts';
import { print } from './print.ts';
import { terminalStyle } from './terminal-style.ts';

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

const report = (folders: readonly string[], { out, strict = false }: ReportOptions): Promise<number> => {
  const [only, ...others] = folders;
  return only !== undefined && others.length === 0 && out === undefined
    ? reportAgain(only, strict)
    : reportTogether(folders, out, strict);
};

/** A run's reports in its own folder, those of its named measurements in theirs. */
const reportAgain = async (folder: string, strict: boolean): Promise<number> => {
  assertJournal(folder);
  await assertOutputFolder(folder);
  const reported = await writeReports(folder, measurementsIn(folder), strict);
  const text = renderTerminal(reported.run, terminalStyle(), reported.verdict);
  print(`${text}\n${reportPaths(reported, folder)}`);
  return reported.verdict.exitCode;
};

/** Several runs put together, or one elsewhere: their own measurements alone. */
const reportTogether = async (
  folders: readonly string[],
  out: string | undefined,
  strict: boolean,
): Promise<number> => {
  const [first, ...others] = await Promise.all(folders.map(read));
  if (first === undefined) throw new UserError('no folder is named', { advice: 'Name one or more folders.' });
  const { journal, warnings } = mergeJournals(first, others);
  const run = analyseJournal(journal, {
    pinnedNode,
    warnings: [...[first, ...others].flatMap((one) => one.warnings), ...warnings],
  });
  const folder = await openOutputFolder(run.scenario.name, out, new Date());
  const verdict = verdictOfRun(run, [], { strict });
  await writeRun(folder, run, verdict);
  print(
    `${renderTerminal(run, terminalStyle(), verdict)}\n${path.relative('', path.join(folder, 'report.md'))}\n`,
  );
  return verdict.exitCode;
};

const read = async (folder: string): Promise<NamedJournal & { readonly warnings: readonly Warning[] }> => {
  assertJournal(folder);
  return { name: folder, ...(await readJournal(folder)) };
};

const assertJournal = (folder: string): void => {
  if (hasJournal(folder)) return;
  throw new UserError(`${folder} holds no samples.jsonl`, {
    advice: 'Reports are made out of journals alone: name the folder of a run.',
  });
};
