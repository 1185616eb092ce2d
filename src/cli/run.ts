import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import { exitCodeOf } from '../analysis/exit-code.ts';
import { messageOf } from '../errors/user-error.ts';
import { parseJournal } from '../record/read-journal.ts';
import type { Run } from '../record/run.ts';
import { formats } from '../report/formats.ts';
import { renderTerminal } from '../report/terminal.ts';
import { pinnedNode } from '../runner/environment.ts';
import { measure } from '../runner/measure.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { listOf } from './arguments.ts';
import { createProgress } from './progress.ts';

interface RunOptions {
  readonly strategy?: string[];
  /** Numbers as they were typed: the scenario's own rules check them. */
  readonly samples?: string;
  readonly metrics?: string[];
  readonly scale?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Shells say 128 + the signal's number; SIGINT is 2. */
const interruptedExitCode = 130;

/** Strategies could not be measured. */
const brokenExitCode = 3;

export const addRunCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('run')
    .description('measure the strategies of a scenario and report on them')
    .argument('<scenario>', 'a scenario file, or the name of one in scenarios/')
    .option(
      '--strategy <name>',
      'only this row of the scenario, or this strategy or module (repeatable)',
      collect,
    )
    .option('--samples <n>', 'samples of each strategy and purpose')
    .option('--metrics <names>', 'metrics to read, separated by commas', listOf)
    .option('--scale <factor>', "multiply the workload's counts")
    .option('--seed <n>', 'seed of the workload and of the services')
    .option('--out <dir>', 'where to write samples.jsonl, run.json and the reports')
    .option('--quiet', 'no progress display')
    .action(async (scenario: string, options: RunOptions) => done(await run(scenario, options)));
};

const collect = (value: string, before: string[] = []): string[] => [...before, value];

const run = async (scenarioPath: string, options: RunOptions): Promise<number> => {
  const { strategy: strategies, samples, metrics, scale, seed } = options;
  const scenario = loadScenario(scenarioPath, { strategies, samples, metrics, scale, seed });
  const folder = await openOutputFolder(scenario.name, options.out, new Date());
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  // Not once(): a listener that has gone when the signal is passed on lets other listeners end this process.
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);

  const progress = createProgress(process.stderr, options.quiet === true);
  let broken: unknown;
  try {
    for await (const event of measure(scenario, folder, interruption.signal)) progress.show(event);
  } catch (thrown) {
    broken = thrown;
  } finally {
    progress.end();
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }

  const result = existsSync(path.join(folder, 'samples.jsonl')) ? await report(folder) : null;
  if (result !== null && options.out === undefined) await linkLatest(folder);
  if (interruption.signal.aborted) return interruptedExitCode;
  if (broken !== undefined || result === null) {
    process.stderr.write(
      `tidemark: the run broke off: ${messageOf(broken)}\n  What was measured is kept in ${folder}.\n`,
    );
    return brokenExitCode;
  }
  return exitCodeOf(result);
};

/** Makes the reports out of the journal alone, as it stands on disk. */
const report = async (folder: string): Promise<Run> => {
  const file = path.join(folder, 'samples.jsonl');
  const { journal, warnings } = parseJournal(await readFile(file, 'utf8'), file);
  const result = analyseJournal(journal, { pinnedNode, warnings });
  for (const { file, render } of Object.values(formats))
    await writeFile(path.join(folder, file), await render(result));
  const style = { colour: process.stdout.hasColors?.() ?? false, width: process.stdout.columns ?? 80 };
  process.stdout.write(
    `${renderTerminal(result, style)}\n${path.relative('', path.join(folder, 'report.md'))}\n`,
  );
  return result;
};
