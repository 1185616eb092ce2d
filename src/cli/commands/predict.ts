import path from 'node:path';
import type { Ending } from '../../harness/measure-tasks.ts';
import { predictMemory } from '../../harness/predict.ts';
import { reportOfPredictions } from '../../report/predictions.ts';
import { drawTerminal } from '../../report/terminal/terminal.ts';
import { interruptedExitCode } from '../interruption.ts';
import { complain, print } from '../terminal/print.ts';
import { tellEnding } from '../terminal/tell-ending.ts';
import { tellOldNames } from '../terminal/tell-old-names.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { watched } from '../watched.ts';

interface PredictOptions {
  readonly strategy?: string[];
  readonly sizes: readonly number[];
  readonly samples: string;
  readonly items?: readonly number[];
  /** What `items` was called before there were cases. */
  readonly workflows?: readonly number[];
  readonly limit?: readonly number[];
  readonly out?: string;
  readonly quiet?: boolean;
}

export const predict = async (scenarioPath: string, options: PredictOptions): Promise<number> => {
  if (options.workflows !== undefined) tellOldNames([{ was: '--workflows', is: '--items' }]);
  const { result, endingCode } = await watched(
    options.quiet,
    (watcher) =>
      predictMemory(scenarioPath, { ...options, items: options.items ?? options.workflows }, watcher),
    { tell: tellNothingPredicted },
  );
  if (result.type === 'unfinished') return endingCode;
  print(
    drawTerminal(reportOfPredictions(result.predictions, result.words), {
      ...terminalStyle(),
      file: 'prediction.md',
    }),
  );
  print(`\n${path.relative('', path.join(result.folder, 'prediction.md'))}\n`);
  return result.exitCode;
};

/** @param folder where the journals of what was measured are */
const tellNothingPredicted = (ending: Exclude<Ending, 'complete'>, folder: string): number => {
  if (ending !== 'interrupted') return tellEnding(ending, folder);
  complain(`tidemark: interrupted before there was a prediction; what was measured is kept in ${folder}\n`);
  return interruptedExitCode;
};
