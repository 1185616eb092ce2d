import { budgetInWords } from '../../analysis/checks/budget-words.ts';
import type { JudgedBudget } from '../../record/budgets.ts';
import type { Run } from '../../record/run.ts';
import { html, type Markup, nothing } from './markup.ts';

/** The budgets, each with its verdict; nothing for a run without budgets. */
export const budgetsOf = ({ budgets }: Run): Markup =>
  budgets.length === 0 ? nothing : html`<ul class="verdicts">${budgets.map(budgetItem)}</ul>`;

const budgetItem = (budget: JudgedBudget): Markup =>
  html`<li><span class="mark ${classes[budget.verdict]}">${words[budget.verdict]}</span><span>${budget.label}: ${budgetInWords(budget)}</span></li>
`;

const words = {
  within: 'within',
  over: 'over',
  undecided: 'not resolved',
  'not measured': 'not measured',
} as const;

const classes = { within: 'lower', over: 'higher', undecided: 'same', 'not measured': 'same' } as const;
