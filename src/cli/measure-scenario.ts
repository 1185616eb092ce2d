import path from 'node:path';
import { exitCodeOf } from '../analysis/exit-code.ts';
import { messageOf } from '../errors/user-error.ts';
import { measure } from '../runner/measure.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import type { Measurement, Scenario } from '../scenario/scenario.ts';
import { interruptedExitCode } from './interruption.ts';
import { createProgress } from './progress.ts';
import { hasJournal, type Reported, writeReports } from './write-reports.ts';

interface MeasureOptions {
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Strategies could not be measured. */
const brokenExitCode = 3;

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
  const folder = await openOutputFolder(scenario.name, options.out, now);
  const tasks: { measurement: Measurement; folder: string }[] = [{ measurement: scenario, folder }];
  for (const measurement of scenario.measurements) {
    const below = path.join(folder, measurement.measurement);
    tasks.push({ measurement, folder: await openOutputFolder(measurement.name, below, now) });
  }
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  // Not once(): a listener that has gone when the signal is passed on lets other listeners end this process.
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

  let broken: unknown;
  try {
    for (const task of tasks) await measureTask(task, options.quiet === true, interruption.signal);
  } catch (thrown) {
    broken = thrown;
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }

  const names = scenario.measurements.map(({ measurement }) => measurement);
  const reported = hasJournal(folder) ? await writeReports(folder, names) : null;
  if (reported !== null) await show(reported, folder);
  if (reported !== null && options.out === undefined) await linkLatest(folder);
  if (interruption.signal.aborted) return interruptedExitCode;
  if (broken !== undefined || reported === null) {
    process.stderr.write(
      `tidemark: the run broke off: ${messageOf(broken)}\n  What was measured is kept in ${folder}.\n`,
    );
    return brokenExitCode;
  }
  return Math.max(...[reported.run, ...reported.measurements].map(exitCodeOf));
};

const measureTask = async (
  { measurement, folder }: { readonly measurement: Measurement; readonly folder: string },
  quiet: boolean,
  signal: AbortSignal,
): Promise<void> => {
  if (signal.aborted) return;
  const progress = createProgress(process.stderr, quiet);
  try {
    for await (const event of measure(measurement, folder, signal)) progress.show(event);
  } finally {
    progress.end();
  }
};

/** Where the reports are, as a line to be printed for each. */
export const reportPaths = ({ measurements }: Reported, folder: string): string =>
  [folder, ...measurements.map(({ scenario }) => path.join(folder, path.basename(scenario.name)))]
    .map((each) => `${path.relative('', path.join(each, 'report.md'))}\n`)
    .join('');
