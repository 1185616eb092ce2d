import type { JudgedBudget } from '../record/budgets.ts';
import type { Change, Changes } from '../record/changes.ts';
import type { JudgedClaim, Judgement } from '../record/claims.ts';
import { metrics } from '../record/metrics.ts';
import type { Result, Run } from '../record/run.ts';
import { budgetInWords } from './budget-words.ts';
import { changeInWords, isJudged } from './change-words.ts';
import { askedOf, groundsOf, isSurprise, verdictOf } from './claim-words.ts';

/** Something that a CI server lists as a test: one sentence, and how it ended. */
export interface Check {
  /** `strategies`, `budgets`, `claims` or `gate`. */
  readonly group: string;
  readonly name: string;
  /** `broken`: it could not be measured; `skipped`: it was measured, or could not be, and decides nothing. */
  readonly outcome: 'passed' | 'failed' | 'broken' | 'skipped';
  readonly message: string;
}

/** What the exit code of a run depends on, and what it leaves open: it is not 0 if and only if one is failed or broken. */
export const checksOfRun = ({
  results,
  budgets,
  claims,
}: Pick<Run, 'results' | 'budgets' | 'claims'>): Check[] => [
  ...results.map(checkOfResult),
  ...budgets.map(checkOfBudget),
  ...claims.flatMap(checksOfClaim),
];

const checkOfResult = ({ label, failure, expect }: Result): Check => {
  const of = { group: 'strategies', name: label } as const;
  if (failure === null) return { ...of, outcome: 'passed', message: 'completed' };
  const message = `${failure.kind}: ${failure.message}`;
  if (failure.kind === 'not-installed') return { ...of, outcome: 'skipped', message };
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

const checksOfClaim = ({ id, says, judgements }: JudgedClaim): Check[] =>
  judgements.map((judgement, i) => {
    const grounds = groundsOf(judgement);
    return {
      group: 'claims',
      name: `${id}${judgements.length === 1 ? '' : ` (${i + 1} of ${judgements.length})`}: ${says}`,
      outcome: outcomeOfJudgement(judgement),
      message: [verdictOf(judgement), askedOf(judgement), grounds].filter((part) => part !== '').join(': '),
    };
  });

const outcomeOfJudgement = (judgement: Judgement): Check['outcome'] => {
  if (judgement.verdict === 'undecided' || judgement.verdict === 'not measurable') return 'skipped';
  return isSurprise(judgement) ? 'failed' : 'passed';
};

/** What a gate decides on: a check for each row of each metric, and one for a metric that no row was judged by. */
export const checksOfChanges = ({ changes, unjudged }: Changes): Check[] => {
  const nothing = changes.every((change) => !isJudged(change));
  return [
    ...changes.map(
      (change): Check => ({
        group: 'gate',
        name: `${change.label}: ${metrics[change.metric].title}`,
        outcome: outcomeOf(change),
        message: isJudged(change)
          ? `${change.verdict}: ${changeInWords(change)}`
          : `not judged: ${change.why}`,
      }),
    ),
    ...unjudged.map((metric): Check => ({ ...vain, name: metrics[metric].title })),
    ...(nothing && unjudged.length === 0 ? [{ ...vain, name: 'all metrics' }] : []),
  ];
};

const vain = { group: 'gate', outcome: 'broken', message: 'no row of it could be judged' } as const;

const outcomeOf = (change: Change): Check['outcome'] => {
  switch (change.verdict) {
    case 'regression':
      return 'failed';
    case 'undecided':
      return 'skipped';
    case 'not judged':
      return change.cause === 'one side only' ? 'broken' : 'skipped';
    default:
      return 'passed';
  }
};
