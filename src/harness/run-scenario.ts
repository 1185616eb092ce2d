import path from 'node:path';
import { linkLatest, openOutputFolder } from '../runner/files/output-folder.ts';
import { assertScratch } from '../runner/processes/scratch.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Ending, isTaken, measureTasks, type Task, type Watcher } from './measure-tasks.ts';
import { hasJournal, type Reported, writeReports } from './write-reports.ts';

export interface RunRequest {
  readonly strict?: boolean | undefined;
  /** Where everything goes; without it a folder by name and time, and a link to the latest. */
  readonly out?: string | undefined;
}

/** What a scenario came to. */
export interface Measured {
  readonly ending: Ending;
  readonly folder: string;
  /** The reports of what there is, which are on disk; null where nothing was measured. */
  readonly reported: Reported | null;
}

/**
 * Measures a scenario, the named measurements after its own, and writes the reports of what there is. Each measurement has a
 * folder of its name in the scenario's.
 */
export const runScenario = async (
  scenario: Scenario,
  { strict = false, out }: RunRequest,
  watcher: Watcher,
): Promise<Measured> => {
  const now = new Date();
  await assertScratch();
  const folder = await openOutputFolder(scenario.name, out, now);
  const tasks: Task[] = [{ measurement: scenario, folder }];
  for (const measurement of scenario.measurements) {
    const below = path.join(folder, measurement.measurement);
    tasks.push({ measurement, folder: await openOutputFolder(measurement.name, below, now) });
  }
  const ending = await measureTasks(tasks, folder, watcher);
  if (isTaken(ending)) return { ending, folder, reported: null };
  const names = scenario.measurements.map(({ measurement }) => measurement);
  const reported = hasJournal(folder) ? await writeReports(folder, names, strict) : null;
  if (reported !== null && out === undefined) await linkLatest(folder);
  return { ending, folder, reported };
};
