import type { CaseWords } from '../../record/case.ts';
import type { JudgedBudget } from '../../record/checks/budgets.ts';
import type { Check, CheckOutcome } from '../../record/checks/checks.ts';
import type { JudgedClaim, Judgement } from '../../record/checks/claims.ts';
import { metrics } from '../../record/metrics.ts';
import type { Result, Run } from '../../record/run.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { doubtAboutClaim } from '../claims/claim-doubts.ts';
import { foundOf, groundsOf, reachOf, verdictOf } from '../claims/claim-words.ts';
import { fewestForInterval } from '../statistics/median-interval.ts';
import { budgetInWords } from './budget-words.ts';

/** What checks are made of; a run, or as much of one. */
export type Judged = Pick<Run, 'case' | 'results' | 'budgets' | 'claims'> & {
  readonly scenario: { readonly name: string };
};

/**
 * Everything with a verdict in a run and in its named measurements: that each row completes, budgets, claims. What the
 * exit code says of them is not decided here but in `verdict.ts`, for all that have checks.
 */
export const checksOfRun = (run: Judged, measurements: readonly Judged[] = []): Check[] => {
  const named = new Map(measurements.map((one) => [nameOfMeasurement(one), one]));
  const resultsOf = (measurement: string | null): readonly Result[] =>
    (measurement === null ? run : named.get(measurement))?.results ?? [];
  return [
    ...ofRows(run, null),
    ...run.claims.flatMap((claim) => ofClaim(claim, resultsOf, run.case.words)),
    ...[...named].flatMap(([name, one]) => ofRows(one, name)),
  ];
};

/** A named measurement's run is called `SCENARIO/MEASUREMENT`. */
const nameOfMeasurement = ({ scenario }: Judged): string => scenario.name.split('/').at(-1) ?? scenario.name;

const ofRows = ({ results, budgets }: Judged, measurement: string | null): Check[] => {
  const where = measurement === null ? '' : ` (${measurement})`;
  return [
    ...results.map((result) => ofCompletion(result, where)),
    ...budgets.map((budget) =>
      ofBudget(
        budget,
        results.find(({ label }) => label === budget.label),
        where,
      ),
    ),
  ];
};

const passed: CheckOutcome = { kind: 'passed', improved: false };

const ofCompletion = ({ label, failure, expect, unfinished }: Result, where: string): Check => {
  const of = { kind: 'completion', name: `${label}${where}`, metric: null, required: true } as const;
  if (unfinished !== undefined) {
    const { missing, planned } = unfinished;
    const cut = `the run ended before ${missing} of its ${planned} samples`;
    return { ...of, outcome: { kind: 'not judged', why: cut }, message: `could not be measured: ${cut}` };
  }
  if (failure === null) return { ...of, outcome: passed, message: 'completed' };
  const why = `${failure.kind}: ${failure.message}`;
  // What is not installed here could not be tried, and has not failed.
  if (failure.kind === 'not-installed') {
    return { ...of, required: false, outcome: { kind: 'told', why }, message: `skipped: ${why}` };
  }
  return expect === 'fails'
    ? { ...of, outcome: passed, message: `failed, as expected: ${why}` }
    : { ...of, outcome: { kind: 'not judged', why }, message: `could not be measured: ${why}` };
};

const ofBudget = (budget: JudgedBudget, result: Result | undefined, where: string): Check => {
  const { label, metric } = budget;
  const outcome = outcomeOfBudget(budget, result);
  return {
    kind: 'budget',
    name: `${label}${where}`,
    metric,
    required: outcome.kind !== 'told',
    outcome,
    message: budgetInWords(budget) + (outcome.kind === 'not judged' ? `: ${outcome.why}` : ''),
  };
};

/**
 * A budget whose readings all lie on one side of it is decided, however few they are: that is not a question of noise. One
 * that fewer than six readings lie over could not be judged for want of samples, which is no answer; six or more give an
 * interval, and one that lies over the budget is an answer, "not resolved".
 */
const outcomeOfBudget = (budget: JudgedBudget, result: Result | undefined): CheckOutcome => {
  if (budget.verdict === 'not measured') {
    const isMeant = result?.status === 'failed' && result.expect === 'fails';
    return { kind: isMeant || budget.isLeftOut === true ? 'told' : 'not judged', why: budget.why };
  }
  const doubt = result?.doubts?.[budget.metric];
  if (doubt !== undefined) return { kind: 'not judged', why: doubt };
  const { spread } = budget;
  switch (budget.verdict) {
    case 'within':
      return passed;
    case 'over':
      return { kind: 'failed' };
    case 'undecided':
      return spread.kind === 'range'
        ? {
            kind: 'not judged',
            why: `needs ${fewestForInterval} samples, has ${spread.readings}: use --samples ${fewestForInterval}`,
          }
        : {
            kind: 'not resolved',
            by: reachOver(budget, spread),
          };
  }
};

const reachOver = (
  { limit, metric }: JudgedBudget,
  { low, high }: { readonly low: number; readonly high: number },
): string => {
  const { better, unit } = metrics[metric];
  return better === 'less'
    ? `up to ${formatQuantity(high - limit, unit)} over its budget`
    : `up to ${formatQuantity(limit - low, unit)} below its budget`;
};

const ofClaim = (
  { id, says, judgements }: JudgedClaim,
  resultsOf: (measurement: string | null) => readonly Result[],
  words: CaseWords,
): Check[] =>
  judgements.map((judgement, i) => {
    const distrust = doubtAboutClaim(judgement, resultsOf);
    const outcome = outcomeOfClaim(judgement, distrust);
    const doubt = outcome.kind === 'not judged' ? outcome.why : '';
    const grounds = groundsOf(judgement);
    const sentence = [
      verdictOf(judgement),
      foundOf(judgement, words),
      grounds,
      grounds === doubt ? '' : doubt,
    ];
    return {
      kind: 'claim',
      name: `${id}${judgements.length === 1 ? '' : ` (${i + 1} of ${judgements.length})`}: ${says}`,
      metric: null,
      required: judgement.verdict !== 'not measurable' || judgement.why === distrust,
      outcome,
      message: sentence.filter((part) => part !== '').join(': '),
    };
  });

const outcomeOfClaim = (judgement: Judgement, doubt: string | null): CheckOutcome => {
  switch (judgement.verdict) {
    case 'not measurable': {
      const isMeant = judgement.judge.kind === 'notMeasurable';
      return { kind: isMeant ? 'told' : 'not judged', why: judgement.why };
    }
    case 'undecided':
      return doubt === null
        ? { kind: 'not resolved', by: reachOf(judgement) }
        : { kind: 'not judged', why: doubt };
    case 'holds':
    case 'fails':
      if (doubt !== null) return { kind: 'not judged', why: doubt };
      return judgement.verdict === judgement.expect ? passed : { kind: 'failed' };
  }
};
