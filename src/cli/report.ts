import path from 'node:path';
import type { Command } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import type { NamedJournal } from '../analysis/distinct-runs.ts';
import { exitCodeOf } from '../analysis/exit-code.ts';
import { mergeJournals } from '../analysis/merge-journals.ts';
import { UserError } from '../errors/user-error.ts';
import type { Warning } from '../record/run.ts';
import { renderTerminal } from '../report/terminal.ts';
import { pinnedNode } from '../runner/environment.ts';
import { readJournal } from '../runner/journal-file.ts';
import { openOutputFolder } from '../runner/output-folder.ts';
import { reportPaths } from './measure-scenario.ts';
import { terminalStyle } from './terminal-style.ts';
import { hasJournal, measurementsIn, writeReports, writeRun } from './write-reports.ts';

export const addReportCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('report')
    .description('make the reports again out of a journal, or of several of one scenario put together')
    .argument('<dir...>', 'folders that hold a samples.jsonl')
    .option(
      '--out <dir>',
      'where to write the reports; else one folder is its own, and several get a new one',
    )
    .action(async (folders: string[], { out }: { readonly out?: string }) =>
      done(await report(folders, out)),
    );
};

const report = (folders: readonly string[], out: string | undefined): Promise<number> => {
  const [only, ...others] = folders;
  return only !== undefined && others.length === 0 && out === undefined
    ? reportAgain(only)
    : reportTogether(folders, out);
};

/** A run's reports in its own folder, those of its named measurements in theirs. */
const reportAgain = async (folder: string): Promise<number> => {
  assertJournal(folder);
  const reported = await writeReports(folder, measurementsIn(folder));
  process.stdout.write(`${renderTerminal(reported.run, terminalStyle())}\n${reportPaths(reported, folder)}`);
  return Math.max(...[reported.run, ...reported.measurements].map(exitCodeOf));
};

/** Several runs put together, or one elsewhere: their own measurements alone. */
const reportTogether = async (folders: readonly string[], out: string | undefined): Promise<number> => {
  const [first, ...others] = await Promise.all(folders.map(read));
  if (first === undefined) throw new UserError('no folder is named', { advice: 'Name one or more folders.' });
  const { journal, warnings } = mergeJournals(first, others);
  const run = analyseJournal(journal, {
    pinnedNode,
    warnings: [...[first, ...others].flatMap((one) => one.warnings), ...warnings],
  });
  const folder = await openOutputFolder(run.scenario.name, out, new Date());
  await writeRun(folder, run);
  process.stdout.write(
    `${renderTerminal(run, terminalStyle())}\n${path.relative('', path.join(folder, 'report.md'))}\n`,
  );
  return exitCodeOf(run);
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
