import { commandLine } from '../../errors/command.ts';
import { type Alone, gate as runGate } from '../../harness/gate/gate.ts';
import { renderTerminal } from '../../report/terminal/terminal.ts';
import { columnsOf, wrap } from '../../report/terminal/wrap.ts';
import { parseBounds } from '../bounds.ts';
import { defaultFailOn } from '../default-bounds.ts';
import { notJudgedExitCode } from '../exit-codes.ts';
import { fromRepository } from '../repository-path.ts';
import { complain, print } from '../terminal/print.ts';
import { tellGate } from '../terminal/tell-gate.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { reportPath, watched } from '../watched.ts';

interface GateOptions {
  readonly baseline: string;
  readonly failOn: string;
  readonly update?: boolean;
  readonly strategy?: string[];
  readonly samples?: string;
  readonly scale?: string;
  readonly seed?: string;
  readonly strict?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

export const gate = async (scenarioPath: string, options: GateOptions): Promise<number> => {
  const command = updateCommand(scenarioPath, options);
  const remedy = { fromHere: remedyOf(command), fromRoot: remedyOf(fromRepository(command)) };
  const request = { ...options, bounds: parseBounds(options.failOn), remedy };
  const { result, endingCode } = await watched(
    options.quiet,
    (watcher) => runGate(scenarioPath, request, watcher),
    { notice: printSight },
  );
  const { folder } = result;
  switch (result.type) {
    case 'judged':
      await tellGate(result, remedy.fromHere);
      return result.verdict.exitCode;
    case 'baseline':
      showRun(result.measured, folder);
      print(`${options.baseline} ${result.verb}\n`);
      return result.measured.verdict.exitCode;
    case 'no baseline': {
      showRun(result.measured, folder);
      const { name, message } = result.broken;
      complain(`tidemark: ${options.baseline} was not written: ${name} ${message}\n`);
      return result.measured.verdict.exitCode;
    }
    case 'unfinished':
      if (result.measured !== null) showRun(result.measured, folder);
      return result.ending === 'complete' ? notJudgedExitCode : endingCode;
  }
};

const updateCommand = (scenario: string, { baseline, failOn, scale, seed }: GateOptions): string => {
  const given = [
    ...(failOn === defaultFailOn ? [] : ['--fail-on', failOn]),
    ...(scale === undefined ? [] : ['--scale', scale]),
    ...(seed === undefined ? [] : ['--seed', seed]),
  ];
  return commandLine(['gate', scenario, '--baseline', baseline, ...given, '--update']);
};

const remedyOf = (command: string): string => `Renew the baseline: ${command}`;

/** Who reads the verdict must know what it cannot be about. */
const printSight = (lines: readonly string[]): void => {
  const columns = columnsOf(terminalStyle().width);
  if (lines.length > 0) print(`${lines.flatMap((line) => wrap(line, columns, '  ')).join('\n')}\n\n`);
};

const showRun = ({ run, verdict }: Alone, folder: string): void =>
  print(`${renderTerminal(run, terminalStyle(), verdict)}\n${reportPath(folder)}`);
