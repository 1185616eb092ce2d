import type { JudgedBudget } from '../../record/checks/budgets.ts';
import { metrics } from '../../record/metrics.ts';
import { formatQuantity } from '../../units/quantity.ts';

/** `peak live 28.0 MB, within its budget of 40.0 MB (95 % interval 27.9 MB to 28.1 MB)`. */
export const budgetInWords = (budget: JudgedBudget): string => {
  const { title, unit, better } = metrics[budget.metric];
  const limit = formatQuantity(budget.limit, unit);
  if (budget.verdict === 'not measured') {
    return `${title} was not judged, its budget is ${limit}: ${budget.why}`;
  }
  const { kind, readings } = budget.spread;
  const [median, low, high] = [budget.median, budget.spread.low, budget.spread.high].map((value) =>
    formatQuantity(value, unit),
  );
  const spread =
    readings === 1
      ? '1 sample'
      : `${kind === 'ci95' ? '95 % interval' : `range of ${readings} samples`} ${low} to ${high}`;
  const verdict = {
    within: 'within its',
    over: better === 'less' ? 'over its' : 'below its',
    undecided: 'not resolved against its',
  };
  return `${title} ${median}, ${verdict[budget.verdict]} budget of ${limit} (${spread})`;
};
