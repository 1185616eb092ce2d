import path from 'node:path';
import { verdictOfRun } from '../analysis/checks/verdict.ts';
import { type Prediction, predict, unanswerable } from '../analysis/predict.ts';
import { fewestPoints } from '../analysis/statistics/line-fit.ts';
import { loadScenario } from '../cases/load.ts';
import { UserError } from '../errors/user-error.ts';
import type { CaseWords } from '../record/case.ts';
import type { Run } from '../record/run.ts';
import { drawMarkdown } from '../report/markdown/markdown.ts';
import { reportOfPredictions } from '../report/predictions.ts';
import { caseRecordOf } from '../runner/environment/describe-run.ts';
import { openOutputFolder } from '../runner/files/output-folder.ts';
import { writeWhole } from '../runner/files/write-whole.ts';
import { assertScratch } from '../runner/processes/scratch.ts';
import { surveyed } from '../runner/services/survey.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Ending, measureTasks, type Watcher } from './measure-tasks.ts';
import { readRun } from './read-run.ts';

interface PredictRequest {
  readonly strategy?: readonly string[] | undefined;
  /** Shares of the scenario's workload, ascending. */
  readonly sizes: readonly number[];
  readonly samples: string;
  /** What memory is asked for; the scenario's and twice as many if not given. */
  readonly items?: readonly number[] | undefined;
  /** Bytes; the scenario's limits, or 1 and 2 GiB if not given. */
  readonly limit?: readonly number[] | undefined;
  readonly out?: string | undefined;
}

/** What a prediction came to; `prediction.md` and `prediction.json` are in the folder where there is one. */
export type Predicted = { readonly folder: string } & (
  | {
      readonly type: 'predicted';
      readonly predictions: readonly Prediction[];
      readonly words: CaseWords;
      readonly exitCode: number;
    }
  | { readonly type: 'unfinished'; readonly ending: Exclude<Ending, 'complete'> }
);

/** Measures a scenario at a few sizes, and draws a line through them. */
export const predictMemory = async (
  scenarioPath: string,
  request: PredictRequest,
  watcher: Watcher,
): Promise<Predicted> => {
  const base = await surveyed(loadScenario(scenarioPath, { strategies: request.strategy }), watcher.signal);
  const scenarios = request.sizes.map((size) => ({
    size,
    scenario: atSize(scenarioPath, base, size, request),
  }));
  assertEnough(base, scenarios[0]?.scenario.samples ?? 0, request.sizes);
  const whole = itemsIn(base);
  const questions = {
    items: request.items ?? [whole, 2 * whole],
    limits: request.limit ?? (base.limits.length > 0 ? base.limits : [2 ** 30, 2 * 2 ** 30]),
  };
  const largest = await surveyed(scenarios.at(-1)?.scenario ?? base, watcher.signal);
  const lines = unanswerable(base.rows, itemsIn(largest), questions);
  watcher.onEvent({ type: 'notice', lines: lines.map((line) => `no answer will be given: ${line}`) });

  await assertScratch();
  const folder = await openOutputFolder(`${base.name}-prediction`, request.out, new Date());
  // The largest first: a size that is too large is told before the others have been waited for.
  const tasks = scenarios.toReversed().map(({ size, scenario }) => ({
    measurement: scenario,
    folder: path.join(folder, `size-${size}`),
  }));
  for (const task of tasks) await openOutputFolder(base.name, task.folder, new Date());
  const ending = await measureTasks(tasks, folder, watcher);
  if (ending !== 'complete') return { type: 'unfinished', folder, ending };

  const runs: Run[] = [];
  for (const task of tasks) runs.push((await readRun(task.folder)).run);
  const predictions = predict(runs, questions);
  const { words } = caseRecordOf(base);
  await writeWhole(
    [path.join(folder, 'prediction.json'), renderPrediction(runs, predictions)],
    [path.join(folder, 'prediction.md'), drawMarkdown(reportOfPredictions(predictions, words))],
  );
  const exitCode = Math.max(...runs.map((run) => verdictOfRun(run).exitCode));
  return { type: 'predicted', folder, predictions, words, exitCode };
};

const itemsIn = ({ opened }: Scenario): number =>
  Object.values(opened.groups).reduce((sum, count) => sum + count, 0);

/** What would be known only after minutes of measuring: that no line can be drawn. */
const assertEnough = (base: Scenario, samples: number, sizes: readonly number[]): void => {
  if (base.access !== null) {
    throw new UserError('a target has the data that it has: it cannot be measured at several sizes', {
      place: { file: base.path },
      advice: 'Predict with a workload.',
    });
  }
  if (itemsIn(base) === 0) {
    throw new UserError(`nobody knows how many ${base.case.words.items} there are, and a line goes by that`, {
      place: { file: base.path },
      advice: "Let the services' module say so: export const expected = ({ scale }) => …",
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
    sizes: runs.map(({ workload }) => workload.items),
    predictions,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};

const atSize = (
  path: string,
  base: Scenario,
  size: number,
  { strategy, samples }: PredictRequest,
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
