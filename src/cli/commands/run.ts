import type { Command } from 'commander';
import { runScenario } from '../../harness/run-scenario.ts';
import { renderMarkdown } from '../../report/markdown/markdown.ts';
import { renderTerminal } from '../../report/terminal/terminal.ts';
import { loadScenario } from '../../scenario/load.ts';
import { collect, listOf, strictMeaning } from '../arguments.ts';
import { tellGitHub } from '../terminal/github.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { exitCodeOf, reportPaths, watched } from '../watched.ts';

interface RunOptions {
  readonly strategy?: string[];
  /** Numbers as they were typed: the scenario's own rules check them. */
  readonly samples?: string;
  readonly metrics?: string[];
  readonly scale?: string;
  readonly seed?: string;
  readonly strict?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

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
    .option('--strict', strictMeaning)
    .option('--out <dir>', 'where to write samples.jsonl, run.json and the reports')
    .option('--quiet', 'no progress display')
    .action(async (scenario: string, options: RunOptions) => done(await run(scenario, options)));
};

const run = async (scenarioPath: string, options: RunOptions): Promise<number> => {
  const { strategy: strategies, samples, metrics, scale, seed } = options;
  const scenario = loadScenario(scenarioPath, { strategies, samples, metrics, scale, seed });
  const measured = await watched(options.quiet, (watcher) => runScenario(scenario, options, watcher));
  const { reported, folder } = measured.result;
  if (reported !== null) {
    const { run, verdict } = reported;
    print(`${renderTerminal(run, terminalStyle(), verdict)}\n${reportPaths(reported, folder)}`);
    await tellGitHub(verdict, run.scenario.path, renderMarkdown(run, verdict));
  }
  return exitCodeOf(measured);
};
