import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Verdict, verdictOfRun } from '../analysis/checks/verdict.ts';
import { assertDistinctRuns } from '../analysis/run/distinct-runs.ts';
import type { ReadJournal } from '../record/journal/read-journal.ts';
import type { Run } from '../record/run.ts';
import { formats } from '../report/formats.ts';
import { readJournal } from '../runner/files/journal-file.ts';
import { type Written, writeWhole } from '../runner/files/write-whole.ts';
import { runOf } from './read-run.ts';

/** The runs of an output folder: the scenario's own, and those of its named measurements in folders of their names. */
export interface Reported {
  readonly run: Run;
  readonly measurements: readonly Run[];
  /** Of all of them. */
  readonly verdict: Verdict;
}

/**
 * Makes the reports out of the journals alone, as they stand on disk; a measurement without a journal has no run.
 * @param measurements names of the scenario's measurements
 * @param strict whether what is left open counts as not judged
 * @throws UserError where two of them are the same run
 */
export const writeReports = async (
  folder: string,
  measurements: readonly string[],
  strict: boolean,
): Promise<Reported> => {
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
  const run = runOf(own.journal, own.warnings, journals);
  const others = new Map([...named].map(([name, read]) => [name, runOf(read.journal, read.warnings)]));
  const verdict = verdictOfRun(run, [...others.values()], { strict });
  await writeRun(folder, run, verdict);
  for (const [name, other] of others) {
    await writeRun(path.join(folder, name), other, verdictOfRun(other, [], { strict }));
  }
  return { run, measurements: [...others.values()], verdict };
};

const journalName = 'samples.jsonl';

export const hasJournal = (folder: string): boolean => existsSync(path.join(folder, journalName));

/** Writes a run in every format, all of them or none. */
export const writeRun = async (
  folder: string,
  run: Run,
  verdict: Verdict,
  ...others: readonly Written[]
): Promise<void> => {
  const files: Written[] = [];
  for (const { file, render } of Object.values(formats)) {
    files.push([path.join(folder, file), await render(run, verdict)]);
  }
  await writeWhole(...files, ...others);
};

/** The measurements of a run's folder: those below it that hold a journal, by name. */
export const measurementsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasJournal(path.join(folder, entry.name)))
    .map(({ name }) => name)
    .toSorted();
