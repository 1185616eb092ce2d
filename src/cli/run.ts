import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import { exitCodeOf } from '../analysis/exit-code.ts';
import { messageOf } from '../errors/user-error.ts';
import type { Run } from '../record/run.ts';
import { checksOfRun } from '../report/checks.ts';
import { renderMarkdown } from '../report/markdown.ts';
import { renderTerminal } from '../report/terminal.ts';
import { pinnedNode } from '../runner/environment.ts';
import { readJournal } from '../runner/journal-file.ts';
import { measure } from '../runner/measure.ts';
import { linkLatest, openOutputFolder } from '../runner/output-folder.ts';
import { loadScenario } from '../scenario/load.ts';
import { collect, listOf } from './arguments.ts';
import { tellGitHub } from './github.ts';
import { interruptedExitCode } from './interruption.ts';
import { createProgress } from './progress.ts';
import { terminalStyle, writeRun } from './write-run.ts';

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
  const { journal, warnings } = await readJournal(folder);
  const result = analyseJournal(journal, { pinnedNode, warnings });
  await writeRun(folder, result);
  process.stdout.write(
    `${renderTerminal(result, terminalStyle())}\n${path.relative('', path.join(folder, 'report.md'))}\n`,
  );
  await tellGitHub(checksOfRun(result), result.scenario.path, renderMarkdown(result));
  return result;
};
