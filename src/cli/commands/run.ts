import { loadScenario } from '../../cases/load.ts';
import { runScenario } from '../../harness/run-scenario.ts';
import { renderMarkdown } from '../../report/markdown/markdown.ts';
import { renderTerminal } from '../../report/terminal/terminal.ts';
import { tellGitHub } from '../terminal/github.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { exitCodeOf, reportPath, watched } from '../watched.ts';

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

export const run = async (scenarioPath: string, options: RunOptions): Promise<number> => {
  const { strategy: strategies, samples, metrics, scale, seed } = options;
  const scenario = loadScenario(scenarioPath, { strategies, samples, metrics, scale, seed });
  const measured = await watched(options.quiet, (watcher) => runScenario(scenario, options, watcher));
  const { reported, folder } = measured.result;
  if (reported !== null) {
    const { run, verdict } = reported;
    print(`${renderTerminal(run, terminalStyle(), verdict)}\n${reportPath(folder)}`);
    await tellGitHub(verdict, run.scenario.path, renderMarkdown(run, verdict));
  }
  return exitCodeOf(measured);
};
