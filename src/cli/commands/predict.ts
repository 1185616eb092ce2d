import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { UserError } from '../../errors/user-error.ts';
import type { Ending } from '../../harness/measure-tasks.ts';
import { predictMemory } from '../../harness/predict.ts';
import { renderPredictions } from '../../report/predictions.ts';
import { byteUnits, parseBytes } from '../../units/bytes.ts';
import { collect, listOf } from '../arguments.ts';
import { interruptedExitCode } from '../interruption.ts';
import { complain, print } from '../terminal/print.ts';
import { tellEnding } from '../terminal/tell-ending.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';
import { watched } from '../watched.ts';

interface PredictOptions {
  readonly strategy?: string[];
  readonly sizes: readonly number[];
  readonly samples: string;
  readonly workflows?: readonly number[];
  readonly limit?: readonly number[];
  readonly out?: string;
  readonly quiet?: boolean;
}

export const addPredictCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('predict')
    .description(
      'measure a scenario at a few sizes: memory for N workflows, and the backlog that a limit can take',
    )
    .argument('<scenario>', 'a scenario file, or the name of one in scenarios/')
    .option(
      '--strategy <name>',
      'only this row of the scenario, or this strategy or module (repeatable)',
      collect,
    )
    .option('--sizes <factors>', "shares of the scenario's workload to measure", sizes, [0.25, 0.5, 0.75, 1])
    .option('--samples <n>', 'samples at each size', '2')
    .option(
      '--workflows <numbers>',
      'memory for so many workflows; else for those of the scenario and twice as many',
      counts,
    )
    .option(
      '--limit <sizes>',
      "the backlog that fits into these; else into the scenario's limits, or 1 and 2 GiB",
      limits,
    )
    .option('--out <dir>', 'where to write prediction.md, prediction.json and a journal for each size')
    .option('--quiet', 'no progress display')
    .action(async (scenario: string, options: PredictOptions) => done(await run(scenario, options)));
};

const run = async (scenarioPath: string, options: PredictOptions): Promise<number> => {
  const { result, endingCode } = await watched(
    options.quiet,
    (watcher) => predictMemory(scenarioPath, options, watcher),
    { tell: tellNothingPredicted },
  );
  if (result.type === 'unfinished') return endingCode;
  print(renderPredictions(result.predictions, 'terminal', terminalStyle().width));
  print(`\n${path.relative('', path.join(result.folder, 'prediction.md'))}\n`);
  return result.exitCode;
};

/** @param folder where the journals of what was measured are */
const tellNothingPredicted = (ending: Exclude<Ending, 'complete'>, folder: string): number => {
  if (ending !== 'interrupted') return tellEnding(ending, folder);
  complain(`tidemark: interrupted before there was a prediction; what was measured is kept in ${folder}\n`);
  return interruptedExitCode;
};

const numbersOf = (text: string, isRight: (number: number) => boolean, expected: string): number[] => {
  const numbers = listOf(text).map(Number);
  if (numbers.length === 0 || !numbers.every(isRight)) throw new InvalidArgumentError(expected);
  return numbers;
};

const sizes = (text: string): number[] => {
  const found = numbersOf(
    text,
    (size) => size > 0 && Number.isFinite(size),
    'Expected numbers above 0, such as 0.25,0.5,1.',
  );
  if (found.length < 2)
    throw new InvalidArgumentError('A line takes at least two sizes, such as 0.25,0.5,1.');
  if (new Set(found).size < found.length) throw new InvalidArgumentError('A size stands twice.');
  return found.toSorted((a, b) => a - b);
};

const counts = (text: string): number[] =>
  numbersOf(
    text,
    (count) => Number.isSafeInteger(count) && count > 0,
    'Expected whole numbers from 1, such as 14600,30000.',
  );

const limits = (text: string): number[] =>
  listOf(text).map((size) => {
    const bytes = parseBytes(size);
    if (bytes === null) {
      throw new UserError(`--limit: "${size}" is no size`, {
        advice: `Expected a number and a unit (${byteUnits.join(', ')}), such as 1.25GiB.`,
      });
    }
    return bytes;
  });
