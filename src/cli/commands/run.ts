import { loadScenario } from '../../cases/load.ts';
import { UserError } from '../../errors/user-error.ts';
import { runScenario } from '../../harness/run-scenario.ts';
import { planRun } from '../../harness/shown/planned.ts';
import { renderMarkdown } from '../../report/markdown/markdown.ts';
import { renderTerminal } from '../../report/terminal/terminal.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { drawPlan } from '../terminal/draw-plan.ts';
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
  readonly dryRun?: boolean;
  /** Of the plan alone. */
  readonly json?: boolean;
}

export const run = async (scenarioPath: string, options: RunOptions): Promise<number> => {
  const { strategy: strategies, samples, metrics, scale, seed } = options;
  const scenario = loadScenario(scenarioPath, { strategies, samples, metrics, scale, seed });
  if (options.dryRun === true) return showPlan(scenario, options);
  if (options.json === true) {
    throw new UserError('--json prints the plan of a dry run', {
      advice: 'Give --dry-run too; of a run itself run.json is written into its folder.',
    });
  }
  const measured = await watched(options.quiet, (watcher) => runScenario(scenario, options, watcher));
  const { reported, folder } = measured.result;
  if (reported !== null) {
    const { run, verdict } = reported;
    print(`${renderTerminal(run, terminalStyle(), verdict)}\n${reportPath(folder)}`);
    await tellGitHub(verdict, run.scenario.path, renderMarkdown(run, verdict));
  }
  return exitCodeOf(measured);
};

const showPlan = async (scenario: Scenario, { out, json }: RunOptions): Promise<number> => {
  const plan = await planRun(scenario, out);
  print(`${json === true ? JSON.stringify(plan, null, 2) : drawPlan(plan, terminalStyle())}\n`);
  return 0;
};
