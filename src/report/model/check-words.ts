import type { GradedCheck, Verdict } from '../../analysis/checks/verdict.ts';
import type { Check, CheckKind } from '../../record/checks.ts';

/*
 * Checks in sentences of plain text, unescaped, which every format shows in its own way.
 */

/** How a row of a gate or a comparison ended, in the word that its table has; empty for others, whose sentence says it. */
export const wordOf = ({ kind, outcome }: Check): string => {
  if (!isOfRow[kind]) return '';
  switch (outcome.kind) {
    case 'failed':
      return 'regression';
    case 'passed':
      return outcome.improved ? 'improvement' : 'no regression';
    case 'not judged':
    case 'told':
      return 'not judged';
    case 'not resolved':
      return 'not resolved';
    case 'new':
      return 'new, no baseline yet';
  }
};

const isOfRow: Readonly<Record<CheckKind, boolean>> = {
  'gated row': true,
  comparison: true,
  gate: true,
  completion: false,
  budget: false,
  claim: false,
};

const joined = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(': ');

/** `regression: peak live 28.0 MB to 28.9 MB, …`: how it ended and its figures, where its name stands beside it. */
export const sentenceOf = (check: Check): string => joined(wordOf(check), check.message);

/** `regression: naive: peak live 28.0 MB to 28.9 MB, …`. */
export const lineOf = (check: Check): string =>
  joined(check.kind === 'budget' ? 'budget' : wordOf(check), check.name, check.message);

/** A line for each check that does not hold, the gravest first, for what is new or better, and for each budget. */
export const notableLines = (verdict: Verdict): string[] => notable(verdict).map(lineOf);

const notable = ({ checks }: Verdict): GradedCheck[] =>
  checks.filter(
    ({ grade, kind, outcome }) =>
      grade !== 'told' && (outcome.kind !== 'passed' || outcome.improved || kind === 'budget'),
  );

/** Of these, what the rows of a gate or of a comparison say: in a run's own report all else has its place. */
export const notableRows = (verdict: Verdict): GradedCheck[] =>
  notable(verdict).filter(({ kind }) => isOfRow[kind]);

/** What was left out, or could not be judged and need not be; those of the same sentence together. */
export const toldLines = ({ checks }: Verdict): string[] => {
  const told = checks.filter(({ grade }) => grade === 'told');
  return [...Map.groupBy(told, sentenceWithMetric).values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : lineOf({ ...first, name: [...new Set(same.map(({ name }) => name))].join(', ') });
  });
};

const sentenceWithMetric = (check: GradedCheck): string =>
  `${check.kind} ${check.metric} ${sentenceOf(check)}`;
