import { fewestForInterval } from '../../analysis/statistics/median-interval.ts';
import { loadScenario } from '../../cases/load.ts';
import { commandLine } from '../../errors/command.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Budget } from '../../record/checks/budgets.ts';
import type { MetricBound } from '../../record/checks/changes.ts';
import type { Scenario } from '../../scenario/scenario.ts';

interface GatedOptions {
  readonly strategy?: readonly string[] | undefined;
  readonly samples?: string | undefined;
  readonly scale?: string | undefined;
  readonly seed?: string | undefined;
}

/**
 * What of a scenario a gate measures: the metrics that it bounds, of the strategies that are to complete, in rounds enough
 * for intervals. Claims and named measurements are left to `run`, and budgets of other metrics are told to be left out.
 */
export const loadGated = (
  path: string,
  bounds: readonly MetricBound[],
  { strategy: strategies, samples, scale, seed }: GatedOptions,
): Scenario => {
  const metrics = bounds.map(({ metric }) => metric);
  const scenario = loadScenario(path, { strategies, samples, scale, seed, metrics });
  if (samples !== undefined && scenario.samples < fewestForInterval) {
    throw new UserError(`--samples: a gate takes at least ${fewestForInterval}, found ${samples}`, {
      advice: 'Below that no interval can be given, so that noise could not be told from a change.',
    });
  }
  if (scenario.access !== null) {
    throw new UserError('a target cannot be gated: its workload is not the same from run to run', {
      place: { file: scenario.path },
      advice: `Gate a scenario without target; budgets hold for a target too: ${commandLine(['run', path])}`,
    });
  }
  const rows = scenario.rows.filter(({ expect }) => expect === 'completes');
  const isGated = ({ label }: Budget): boolean => rows.some((row) => row.label === label);
  return {
    ...scenario,
    samples: Math.max(fewestForInterval, scenario.samples),
    limits: [],
    rows,
    budgets: scenario.budgets.filter(isGated),
    claims: [],
    measurements: [],
  };
};
