import { verdictOfRun } from '../analysis/checks/verdict.ts';
import type { NamedJournal } from '../analysis/run/distinct-runs.ts';
import { mergeJournals } from '../analysis/run/merge-journals.ts';
import { UserError } from '../errors/user-error.ts';
import type { Warning } from '../record/run.ts';
import { readJournal } from '../runner/files/journal-file.ts';
import { assertOutputFolder, openOutputFolder } from '../runner/files/output-folder.ts';
import { runOf } from './read-run.ts';
import { hasJournal, measurementsIn, type Reported, writeReports, writeRun } from './write-reports.ts';

export interface Made {
  readonly reported: Reported;
  /** Where the reports are. */
  readonly folder: string;
}

/**
 * Makes the reports again out of journals: of one run in its own folder, those of its named measurements in theirs; of several
 * put together, or of one elsewhere, in a new folder, and of their own measurements alone.
 * @throws UserError for a folder without a journal, and for runs that may not be put together
 */
export const reportAgain = async (
  folders: readonly string[],
  { out, strict = false }: { readonly out?: string | undefined; readonly strict?: boolean | undefined },
): Promise<Made> => {
  const [only, ...others] = folders;
  if (only === undefined || others.length > 0 || out !== undefined) return putTogether(folders, out, strict);
  assertJournal(only);
  await assertOutputFolder(only);
  return { folder: only, reported: await writeReports(only, measurementsIn(only), strict) };
};

const putTogether = async (
  folders: readonly string[],
  out: string | undefined,
  strict: boolean,
): Promise<Made> => {
  const [first, ...others] = await Promise.all(folders.map(read));
  if (first === undefined) throw new UserError('no folder is named', { advice: 'Name one or more folders.' });
  const { journal, warnings } = mergeJournals(first, others);
  const run = runOf(journal, [...[first, ...others].flatMap((one) => one.warnings), ...warnings]);
  const folder = await openOutputFolder(run.scenario.name, out, new Date());
  const verdict = verdictOfRun(run, [], { strict });
  await writeRun(folder, run, verdict);
  return { folder, reported: { run, measurements: [], verdict } };
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
