import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Run } from '../../record/run.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { html, type Markup, nothing } from './markup.ts';

/** What this page shows of a budget that a run has been held against; values are in the metric's unit. */
export interface ShownBudget {
  readonly label: string;
  readonly metric: MetricName;
  readonly limit: number;
  readonly verdict: 'within' | 'over' | 'undecided' | 'not measured';
  readonly median?: number;
  readonly why?: string;
}

/** The budgets, each with its verdict; nothing for a run without budgets. */
export const budgetsOf = (run: Run & { readonly budgets?: readonly ShownBudget[] }): Markup => {
  const budgets = run.budgets ?? [];
  return budgets.length === 0 ? nothing : html`<ul class="verdicts">${budgets.map(budgetItem)}</ul>`;
};

const budgetItem = ({ label, metric, limit, verdict, median, why }: ShownBudget): Markup => {
  const { title, unit } = metrics[metric];
  const figure = median === undefined ? (why ?? 'no figure') : formatQuantity(median, unit);
  return html`<li><span class="mark ${classes[verdict]}">${verdict}</span><span>${label}: ${title} ${figure}, budget ${formatQuantity(limit, unit)}</span></li>
`;
};

const classes = { within: 'lower', over: 'higher', undecided: 'same', 'not measured': 'same' } as const;
