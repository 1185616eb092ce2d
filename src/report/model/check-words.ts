import type { Grade, GradedCheck, Verdict } from '../../analysis/checks/verdict.ts';
import type { Check, CheckKind } from '../../record/checks/checks.ts';
import { metrics } from '../../record/metrics.ts';
import type { Item, Tone } from './report.ts';

/*
 * Checks in sentences of plain text, unescaped, which every format shows in its own way.
 */

/** How a row of a gate or a comparison ended, in the word that its table has; empty for others, whose sentence says it. */
const wordOf = ({ kind, outcome }: Check): string => {
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

/** `regression: naive: peak live 28.0 MB to 28.9 MB, …`: the name beside the word. */
export const itemOf = (check: GradedCheck): Item => ({
  mark: check.kind === 'budget' ? 'budget' : wordOf(check),
  tone: tones[check.grade],
  text: `${check.name}: ${check.message}`,
});

const tones: Readonly<Record<Grade, Tone>> = {
  'not judged': 'bad',
  fails: 'bad',
  open: 'open',
  told: 'faint',
  holds: 'good',
};

/** What does not hold, the gravest first, what is new or better, and each budget. */
export const notableItems = (verdict: Verdict): Item[] => notable(verdict).map(itemOf);

const notable = ({ checks }: Verdict): GradedCheck[] =>
  checks.filter(
    ({ grade, kind, outcome }) =>
      grade !== 'told' && (outcome.kind !== 'passed' || outcome.improved || kind === 'budget'),
  );

/** Of these, what the rows of a gate or of a comparison say: in a run's own report all else has its place. */
export const notableRows = (verdict: Verdict): GradedCheck[] =>
  notable(verdict).filter(({ kind }) => isOfRow[kind]);

/**
 * What was left out, or could not be judged and need not be: rows and metrics of the same reason together. The table has
 * their figures.
 */
export const toldItems = ({ checks }: Verdict): Item[] => {
  const told = checks.filter(({ grade }) => grade === 'told');
  return [...Map.groupBy(told, reasonOf).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    if (!('why' in first.outcome) || same.length === 1) return same.map(itemOf);
    const rows = [...Map.groupBy(same, ({ name }) => name)].map(([name, own]) => {
      const titles = own.flatMap(({ metric }) => (metric === null ? [] : metrics[metric].title));
      return titles.length === 0 ? name : `${name} (${titles.join(', ')})`;
    });
    return [{ ...itemOf(first), text: `${rows.join('; ')}: ${first.outcome.why}` }];
  });
};

const reasonOf = (check: GradedCheck): string =>
  'why' in check.outcome
    ? `${check.kind} ${check.outcome.why}`
    : `${check.kind} ${check.metric} ${check.name} ${sentenceOf(check)}`;
