import { loadScenario } from '../../cases/load.ts';
import { UserError } from '../../errors/user-error.ts';
import { runScenario } from '../../harness/run-scenario.ts';
import { renderTerminalClaims } from '../../report/terminal/terminal.ts';
import { neededByClaims } from '../../scenario/checks/claim-needs.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { exitCodeOf, reportPath, watched } from '../watched.ts';

interface ClaimsOptions {
  /** Numbers as they were typed: the scenario's own rules check them. */
  readonly samples?: string;
  readonly scale?: string;
  readonly seed?: string;
  readonly strict?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

export const claims = async (scenarioPath: string, options: ClaimsOptions): Promise<number> => {
  const { samples, scale, seed } = options;
  const scenario = loadScenario(scenarioPath, { samples, scale, seed });
  if (scenario.claims.length === 0) {
    throw new UserError('the scenario has no claims', {
      place: { file: scenario.path },
      advice: 'Write them under claims; scenarios/wmcore-12385.yaml has some of every kind.',
    });
  }
  const needed = neededByClaims(scenario);
  const measured = await watched(options.quiet, (watcher) => runScenario(needed, options, watcher));
  const { reported, folder } = measured.result;
  if (reported !== null) {
    const text = renderTerminalClaims(reported.run, terminalStyle(), reported.verdict);
    print(`${text}\n${reportPath(folder)}`);
  }
  return exitCodeOf(measured);
};
