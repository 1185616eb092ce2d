import type { JudgedBudget } from '../record/budgets.ts';
import type { Change, Changes } from '../record/changes.ts';
import { metrics } from '../record/metrics.ts';
import type { Result, Run } from '../record/run.ts';
import { budgetInWords } from './budget-words.ts';
import { changeInWords, isJudged } from './change-words.ts';

/** Something that a CI server lists as a test: one sentence, and how it ended. */
export interface Check {
  /** `strategies`, `budgets` or `gate`. */
  readonly group: string;
  readonly name: string;
  /** `broken`: it could not be measured; `skipped`: it was measured, or could not be, and decides nothing. */
  readonly outcome: 'passed' | 'failed' | 'broken' | 'skipped';
  readonly message: string;
}

/** What the exit code of a run depends on, and what it leaves open. */
export const checksOfRun = ({ results, budgets }: Pick<Run, 'results' | 'budgets'>): Check[] => [
  ...results.map(checkOfResult),
  ...budgets.map(checkOfBudget),
];

const checkOfResult = ({ label, failure, expect }: Result): Check => {
  const of = { group: 'strategies', name: label } as const;
  if (failure === null) return { ...of, outcome: 'passed', message: 'completed' };
  const message = `${failure.kind}: ${failure.message}`;
  return expect === 'fails'
    ? { ...of, outcome: 'passed', message: `failed as expected: ${message}` }
    : { ...of, outcome: 'broken', message };
};

const checkOfBudget = (budget: JudgedBudget): Check => ({
  group: 'budgets',
  name: `${budget.label}: ${metrics[budget.metric].title}`,
  outcome: budget.verdict === 'within' ? 'passed' : budget.verdict === 'over' ? 'failed' : 'skipped',
  message: budgetInWords(budget),
});

/** What a gate decides on. */
export const checksOfChanges = ({ changes }: Changes): Check[] =>
  changes.map((change) => ({
    group: 'gate',
    name: `${change.label}: ${metrics[change.metric].title}`,
    outcome: outcomeOf(change),
    message: isJudged(change) ? `${change.verdict}: ${changeInWords(change)}` : `not judged: ${change.why}`,
  }));

const outcomeOf = ({ verdict }: Change): Check['outcome'] =>
  verdict === 'regression'
    ? 'failed'
    : verdict === 'undecided' || verdict === 'not judged'
      ? 'skipped'
      : 'passed';
