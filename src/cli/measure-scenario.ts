import path from 'node:path';
import { hasJournal, type Reported, writeReports } from '../harness/write-reports.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import { assertScratch } from '../runner/scratch.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { notJudgedExitCode } from './exit-codes.ts';
import { isTaken, measureTasks, type Task, tellEnding } from './measure-tasks.ts';

interface MeasureOptions {
  readonly strict?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

/**
 * Measures a scenario, the named measurements after its own, writes the reports of what there is, and returns the exit
 * code. Each measurement has a folder of its name in the scenario's.
 * @param show is given the runs and their folder once the reports are written
 */
export const measureScenario = async (
  scenario: Scenario,
  options: MeasureOptions,
  show: (reported: Reported, folder: string) => void | Promise<void>,
): Promise<number> => {
  const now = new Date();
  await assertScratch();
  const folder = await openOutputFolder(scenario.name, options.out, now);
  const tasks: Task[] = [{ measurement: scenario, folder }];
  for (const measurement of scenario.measurements) {
    const below = path.join(folder, measurement.measurement);
    tasks.push({ measurement, folder: await openOutputFolder(measurement.name, below, now) });
  }
  const ending = await measureTasks(tasks, options.quiet === true);
  const endingCode = ending === 'complete' ? 0 : tellEnding(ending, folder);
  if (isTaken(ending)) return endingCode;

  const names = scenario.measurements.map(({ measurement }) => measurement);
  const isStrict = options.strict === true;
  const reported = hasJournal(folder) ? await writeReports(folder, names, isStrict) : null;
  if (reported !== null) await show(reported, folder);
  if (reported !== null && options.out === undefined) await linkLatest(folder);
  if (ending !== 'complete') return endingCode;
  return reported === null ? notJudgedExitCode : reported.verdict.exitCode;
};

/** Where the reports are, as a line to be printed for each. */
export const reportPaths = ({ measurements }: Reported, folder: string): string =>
  [folder, ...measurements.map(({ scenario }) => path.join(folder, path.basename(scenario.name)))]
    .map((each) => `${path.relative('', path.join(each, 'report.md'))}\n`)
    .join('');
