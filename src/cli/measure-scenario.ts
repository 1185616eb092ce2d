import path from 'node:path';
import { brokenExitCode, exitCodeOf } from '../analysis/exit-code.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { exitCodeOfEnding, measureTasks, type Task } from './measure-tasks.ts';
import { hasJournal, type Reported, writeReports } from './write-reports.ts';

interface MeasureOptions {
  readonly out?: string;
  readonly quiet?: boolean;
}

/**
 * Measures a scenario, the named measurements after its own, writes the reports of what there is, and returns the exit
 * code. Each measurement has a folder of its name in the scenario's.
 * @throws UserError that the measurement broke off for, after the reports
 * @param show is given the runs and their folder once the reports are written
 */
export const measureScenario = async (
  scenario: Scenario,
  options: MeasureOptions,
  show: (reported: Reported, folder: string) => void | Promise<void>,
): Promise<number> => {
  const now = new Date();
  const folder = await openOutputFolder(scenario.name, options.out, now);
  const tasks: Task[] = [{ measurement: scenario, folder }];
  for (const measurement of scenario.measurements) {
    const below = path.join(folder, measurement.measurement);
    tasks.push({ measurement, folder: await openOutputFolder(measurement.name, below, now) });
  }
  const ending = await measureTasks(tasks, options.quiet === true);

  const names = scenario.measurements.map(({ measurement }) => measurement);
  const reported = hasJournal(folder) ? await writeReports(folder, names) : null;
  if (reported !== null) await show(reported, folder);
  if (reported !== null && options.out === undefined) await linkLatest(folder);
  if (ending !== 'complete') return exitCodeOfEnding(ending, folder);
  return reported === null
    ? brokenExitCode
    : Math.max(...[reported.run, ...reported.measurements].map(exitCodeOf));
};

/** Where the reports are, as a line to be printed for each. */
export const reportPaths = ({ measurements }: Reported, folder: string): string =>
  [folder, ...measurements.map(({ scenario }) => path.join(folder, path.basename(scenario.name)))]
    .map((each) => `${path.relative('', path.join(each, 'report.md'))}\n`)
    .join('');
