import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import { assertDistinctRuns } from '../analysis/distinct-runs.ts';
import type { Journal } from '../record/journal.ts';
import type { ReadJournal } from '../record/read-journal.ts';
import type { Run } from '../record/run.ts';
import { formats } from '../report/formats.ts';
import { pinnedNode } from '../runner/environment.ts';
import { readJournal } from '../runner/journal-file.ts';

/** The runs of an output folder: the scenario's own, and those of its named measurements in folders of their names. */
export interface Reported {
  readonly run: Run;
  readonly measurements: readonly Run[];
}

/**
 * Makes the reports out of the journals alone, as they stand on disk; a measurement without a journal has no run.
 * @param measurements names of the scenario's measurements
 * @throws UserError where two of them are the same run
 */
export const writeReports = async (folder: string, measurements: readonly string[]): Promise<Reported> => {
  const own = await readJournal(folder);
  const named = new Map<string, ReadJournal>();
  for (const name of measurements) {
    const below = path.join(folder, name);
    if (hasJournal(below)) named.set(name, await readJournal(below));
  }
  const all = [
    { name: folder, ...own },
    ...[...named].map(([name, read]) => ({ name: path.join(folder, name), ...read })),
  ];
  assertDistinctRuns(all);
  const journals = new Map([...named].map(([name, { journal }]) => [name, journal]));
  const run = await reportOf(folder, own, journals);
  const others: Run[] = [];
  for (const [name, read] of named) others.push(await reportOf(path.join(folder, name), read, new Map()));
  return { run, measurements: others };
};

const journalName = 'samples.jsonl';

export const hasJournal = (folder: string): boolean => existsSync(path.join(folder, journalName));

const reportOf = async (
  folder: string,
  { journal, warnings }: ReadJournal,
  measurements: ReadonlyMap<string, Journal>,
): Promise<Run> => {
  const run = analyseJournal(journal, { pinnedNode, warnings, measurements });
  await writeRun(folder, run);
  return run;
};

/** Writes a run in every format. */
export const writeRun = async (folder: string, run: Run): Promise<void> => {
  for (const { file, render } of Object.values(formats))
    await writeFile(path.join(folder, file), await render(run));
};

/** The measurements of a run's folder: those below it that hold a journal, by name. */
export const measurementsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasJournal(path.join(folder, entry.name)))
    .map(({ name }) => name)
    .toSorted();
