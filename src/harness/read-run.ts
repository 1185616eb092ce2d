import { analyseJournal } from '../analysis/run/analyse-journal.ts';
import type { Journal } from '../record/journal/journal.ts';
import type { Run, Warning } from '../record/run.ts';
import { pinnedNode } from '../runner/environment/environment.ts';
import { readJournal } from '../runner/files/journal-file.ts';

export interface ReadRun {
  readonly run: Run;
  readonly journal: Journal;
}

/**
 * The run of a folder, from its journal alone.
 * @param measurements of its scenario, by name
 */
export const readRun = async (
  folder: string,
  measurements: ReadonlyMap<string, Journal> = new Map(),
): Promise<ReadRun> => {
  const { journal, warnings } = await readJournal(folder);
  return { journal, run: runOf(journal, warnings, measurements) };
};

export const runOf = (
  journal: Journal,
  warnings: readonly Warning[],
  measurements: ReadonlyMap<string, Journal> = new Map(),
): Run => analyseJournal(journal, { pinnedNode, warnings, measurements });
