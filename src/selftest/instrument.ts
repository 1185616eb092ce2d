import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { loadScenario } from '../cases/load.ts';
import { measureAll } from '../harness/measure-tasks.ts';
import { readRun } from '../harness/read-run.ts';
import type { StrategyParams } from '../record/messages/subject.ts';
import type { MetricName } from '../record/metrics.ts';
import type { Result, Run } from '../record/run.ts';
import type { MeasureEvent } from '../runner/measure.ts';
import { openScratch } from '../runner/processes/scratch.ts';
import type { ScenarioRow } from '../scenario/scenario.ts';

/** The instrument under test: it measures subjects exactly as `tidemark run` measures strategies. */
export interface Instrument {
  readonly take: (work: Work) => Promise<Run>;
  /** A folder for what known answers write about themselves. */
  readonly scratch: string;
  /** Aborted when the selftest is to end. */
  readonly signal: AbortSignal;
}

interface Work {
  readonly rows: readonly ScenarioRow[];
  readonly metrics: readonly MetricName[];
  readonly samples: number;
  /** Of production's workload. */
  readonly scale: number;
  /** For growth. By default as many as a scenario's. */
  readonly cycles?: number;
}

/** Calls back with an instrument whose folder is gone afterwards. */
export const withInstrument = async <T>(
  signal: AbortSignal,
  onEvent: (event: MeasureEvent) => void,
  use: (instrument: Instrument) => Promise<T>,
): Promise<T> => {
  const { folder: scratch, close } = await openScratch('selftest');
  try {
    return await use({ scratch, signal, take: (work) => take(work, scratch, signal, onEvent) });
  } finally {
    await close();
  }
};

const take = async (
  { rows, metrics, samples, scale, cycles }: Work,
  scratch: string,
  signal: AbortSignal,
  onEvent: (event: MeasureEvent) => void,
): Promise<Run> => {
  const folder = await mkdtemp(path.join(scratch, 'run-'));
  const written = loadScenario('production', { metrics, samples, scale });
  const scenario = {
    ...written,
    name: 'selftest',
    rows,
    reference: rows[0]?.label ?? null,
    cycles: cycles ?? written.cycles,
  };
  const ending = await measureAll([{ measurement: scenario, folder }], { signal, onEvent });
  signal.throwIfAborted();
  if (typeof ending === 'object') throw ending.thrown;
  return (await readRun(folder)).run;
};

/** Production's items at a scale, by group, in the order in which groups are fetched. */
export const groupsAt = (scale: number): readonly number[] =>
  Object.values(loadScenario('production', { scale }).opened.groups);

/** A built-in strategy as a row of a selftest. */
export const strategy = (name: string, params: StrategyParams = {}, label = name): ScenarioRow => ({
  label,
  strategy: name,
  params,
  runtime: 'node',
  expect: 'completes',
  yields: name === 'idle' ? 'nothing' : 'workload',
  module: null,
  program: null,
});

/** A known answer by the name of its module. It yields nothing, unless it goes by a built-in strategy (`of`). */
export const knownAnswer = (name: string, params: StrategyParams, label: string): ScenarioRow => {
  // With this file's own extension: `.js` in the package, which is built.
  const file = `${name}${path.extname(import.meta.filename)}`;
  const module = path.join(import.meta.dirname, '../subject/known-answers', file);
  const yields = 'of' in params ? 'workload' : 'nothing';
  return {
    label,
    strategy: module,
    params,
    runtime: 'node',
    expect: 'completes',
    yields,
    module,
    program: null,
  };
};

/** The median of a metric; an Error that names the row where it has none: a known answer that fails is a finding of its own. */
export const figureOf = (run: Run, label: string, metric: MetricName): number => {
  const result = resultOf(run, label);
  const summary = result.metrics[metric];
  if (summary !== undefined) return summary.median;
  throw new Error(
    `${label} has no ${metric}: ${result.failure?.message ?? result.unavailable[metric] ?? 'not measured'}`,
  );
};

export const resultOf = (run: Run, label: string): Result => {
  const result = run.results.find((one) => one.label === label);
  if (result === undefined) throw new Error(`no row is labelled ${label}`);
  return result;
};
