import { suggestName } from '../../errors/suggest.ts';
import type { Budget } from '../../record/checks/budgets.ts';
import { type MetricName, metricNames } from '../../record/metrics.ts';
import type { Problem } from '../problems.ts';
import { isMeant } from '../rows/rows.ts';
import type { ScenarioRow } from '../scenario.ts';
import type { WrittenBudget } from './budgets-schema.ts';

/** The limits of a scenario, each for one row: a strategy's name stands for all its rows. */
export const budgetsOf = (
  written: readonly WrittenBudget[],
  rows: readonly ScenarioRow[],
): { readonly budgets: readonly Budget[]; readonly problems: readonly Problem[] } => {
  const budgets: Budget[] = [];
  const problems: Problem[] = [];
  for (const [i, { strategy, ...own }] of written.entries()) {
    const meant = rows.filter((row) => isMeant(row, strategy));
    if (meant.length === 0) problems.push(unknownStrategy(i, strategy, rows));
    for (const { label } of meant) {
      for (const metric of metricNames) {
        const limit = own[metric];
        if (limit === undefined) continue;
        if (budgets.some((one) => one.label === label && one.metric === metric)) {
          problems.push(limitedTwice(i, label, metric));
        } else budgets.push({ label, metric, limit });
      }
    }
  }
  return { budgets, problems };
};

const unknownStrategy = (i: number, strategy: string, rows: readonly ScenarioRow[]): Problem => ({
  path: ['budgets', i, 'strategy'],
  at: 'value',
  message: `a budget for "${strategy}", which is none of the strategies`,
  advice: suggestName(
    strategy,
    rows.map(({ label }) => label),
  ),
});

const limitedTwice = (i: number, label: string, metric: MetricName): Problem => ({
  path: ['budgets', i, metric],
  at: 'key',
  message: `${label} has a budget of ${metric} already`,
  advice: 'Keep one of the two.',
});

/** The metrics with those that the budgets are about, in the catalogue's order: a budget is there to be judged. */
export const withBudgetMetrics = (
  wanted: readonly MetricName[],
  budgets: readonly Budget[],
): readonly MetricName[] => {
  const added = budgets.map(({ metric }) => metric).filter((metric) => !wanted.includes(metric));
  return added.length === 0
    ? wanted
    : metricNames.filter((name) => wanted.includes(name) || added.includes(name));
};
