import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { analyseJournal } from '../analysis/analyse-journal.ts';
import { fewestPoints } from '../analysis/line-fit.ts';
import { type Prediction, predict, unanswerable } from '../analysis/predict.ts';
import { verdictOfRun } from '../analysis/verdict.ts';
import { UserError } from '../errors/user-error.ts';
import type { Run } from '../record/run.ts';
import { renderPredictions } from '../report/predictions.ts';
import { watchCode } from '../runner/code-watch.ts';
import { pinnedNode } from '../runner/environment.ts';
import { readJournal } from '../runner/journal-file.ts';
import { measure } from '../runner/measure.ts';
import { openOutputFolder } from '../runner/output-folder.ts';
import { assertScratch } from '../runner/scratch.ts';
import { writeWhole } from '../runner/write-whole.ts';
import { loadScenario } from '../scenario/load.ts';
import { workflowsIn } from '../scenario/profiles.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { byteUnits, parseBytes } from '../units/bytes.ts';
import { collect, listOf } from './arguments.ts';
import { interruptedExitCode, interruptible, tellNothingMeasured } from './interruption.ts';
import { complain, print } from './print.ts';
import { createProgress } from './progress.ts';
import { terminalStyle } from './terminal-style.ts';

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
  const base = loadScenario(scenarioPath, { strategies: options.strategy });
  const scenarios = options.sizes.map((size) => ({
    size,
    scenario: atSize(scenarioPath, base, size, options),
  }));
  assertEnough(base, scenarios[0]?.scenario.samples ?? 0, options.sizes);
  const whole = workflowsIn(base.profile, base.statuses);
  const questions = {
    workflows: options.workflows ?? [whole, 2 * whole],
    limits: options.limit ?? (base.limits.length > 0 ? base.limits : [2 ** 30, 2 * 2 ** 30]),
  };
  const largest = scenarios.at(-1)?.scenario ?? base;
  for (const line of unanswerable(base.variants, workflowsIn(largest.profile, largest.statuses), questions)) {
    complain(`no answer will be given: ${line}\n`);
  }
  await assertScratch();
  const folder = await openOutputFolder(`${base.name}-prediction`, options.out, new Date());
  const partOf = (size: number): string => path.join(folder, `size-${size}`);
  for (const size of options.sizes) await openOutputFolder(base.name, partOf(size), new Date());
  const progress = createProgress(process.stderr, options.quiet === true);
  let isMeasured = false;
  const runs = await interruptible(async (signal) => {
    const measured: Run[] = [];
    const watch = watchCode(base.variants);
    // The largest first: a size that is too large is told before the others have been waited for.
    for (const { size, scenario } of scenarios.toReversed()) {
      const part = partOf(size);
      for await (const event of measure(scenario, part, signal, { watch })) {
        progress.show(event);
        isMeasured ||= event.type === 'sampled';
      }
      signal.throwIfAborted();
      const { journal } = await readJournal(part);
      measured.push(analyseJournal(journal, { pinnedNode }));
    }
    return measured;
  }, progress.end);
  if (runs === 'interrupted') return tellNothingPredicted(isMeasured ? folder : null);

  const predictions = predict(runs, questions);
  await writeWhole(
    [path.join(folder, 'prediction.json'), renderPrediction(runs, predictions)],
    [path.join(folder, 'prediction.md'), renderPredictions(predictions, 'markdown')],
  );
  print(renderPredictions(predictions, 'terminal', terminalStyle().width));
  print(`\n${path.relative('', path.join(folder, 'prediction.md'))}\n`);
  return Math.max(...runs.map((run) => verdictOfRun(run).exitCode));
};

/** @param folder where the journals of what was measured are; null if nothing was */
const tellNothingPredicted = (folder: string | null): number => {
  if (folder === null) return tellNothingMeasured();
  complain(`tidemark: interrupted before there was a prediction; what was measured is kept in ${folder}\n`);
  return interruptedExitCode;
};

/** What would be known only after minutes of measuring: that no line can be drawn. */
const assertEnough = (base: Scenario, samples: number, sizes: readonly number[]): void => {
  if (base.access !== null) {
    throw new UserError('a target has the workflows that it has: it cannot be measured at several sizes', {
      place: { file: base.path },
      advice: 'Predict with a workload.',
    });
  }
  if (samples * sizes.length < fewestPoints) {
    throw new UserError(
      `${samples} ${samples === 1 ? 'sample' : 'samples'} at ${sizes.length} sizes are ${samples * sizes.length} readings, and a line takes ${fewestPoints}`,
      { advice: `Give more: --samples ${Math.ceil(fewestPoints / sizes.length)}.` },
    );
  }
};

/** For programs; the journals beside it hold every reading. */
const renderPrediction = (runs: readonly Run[], predictions: readonly Prediction[]): string => {
  const [largest] = runs;
  const document = {
    schema: 'tidemark/prediction@1',
    scenario: largest?.scenario,
    environment: largest?.environment,
    sizes: runs.map(({ workload }) => workload.workflows),
    predictions,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

const atSize = (
  path: string,
  base: Scenario,
  size: number,
  { strategy, samples }: PredictOptions,
): Scenario => ({
  ...loadScenario(path, {
    strategies: strategy,
    scale: base.scale * size,
    samples,
    metrics: ['peakLive', 'peakRss', 'largestResponse'],
  }),
  limits: [],
  claims: [],
  budgets: [],
});

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
