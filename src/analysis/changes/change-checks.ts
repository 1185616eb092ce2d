import type { Change, Changes, UnjudgedCause } from '../../record/checks/changes.ts';
import type { Check, CheckOutcome } from '../../record/checks/checks.ts';
import { metrics } from '../../record/metrics.ts';
import { changeInWords, isJudged, reachInWords } from './change-words.ts';

/**
 * Two runs compared, as checks: one for each row of each metric, and where they are asked to fail, one for each metric by
 * which no row was judged. A gate and `compare --fail-on` ask the same, so both are judged here.
 */
export const checksOfChanges = (
  { changes, unjudged }: Changes,
  kind: 'gated row' | 'comparison',
  { required }: { readonly required: boolean },
): Check[] => [
  ...changes.map((change) => ofChange(change, kind, required)),
  ...(required ? vainChecks(changes, unjudged) : []),
];

const ofChange = (change: Change, kind: Check['kind'], isAsked: boolean): Check => {
  const outcome = outcomeOf(change);
  return {
    kind,
    name: change.label,
    metric: change.metric,
    required: isAsked && outcome.kind !== 'told',
    outcome,
    message: isJudged(change) ? changeInWords(change) : `${changeInWords(change)}: ${change.why}`,
  };
};

const outcomeOf = (change: Change): CheckOutcome => {
  switch (change.verdict) {
    case 'regression':
      return { kind: 'failed' };
    case 'improvement':
    case 'no change':
    case 'no regression':
      return { kind: 'passed', improved: change.verdict === 'improvement' };
    case 'not resolved':
      return { kind: 'not resolved', by: reachInWords(change) };
    case 'new':
      return { kind: 'new' };
    case 'not judged':
      return { kind: kindOf[change.cause], why: change.why };
  }
};

/** What failed on both sides, or in a row that is new, is told by that row's completion, and has not become worse. */
const kindOf = {
  gone: 'not judged',
  'few readings': 'not judged',
  doubt: 'not judged',
  'no reading': 'told',
  'other machine': 'told',
  'too short': 'told',
} as const satisfies Record<UnjudgedCause, CheckOutcome['kind']>;

/** A gate must not pass for want of anything to judge. */
const vainChecks = (changes: readonly Change[], unjudged: Changes['unjudged']): Check[] => {
  const vain = (name: string, why: string): Check => ({
    kind: 'gate',
    name,
    metric: null,
    required: true,
    outcome: { kind: 'not judged', why },
    message: why,
  });
  if (unjudged.length > 0) {
    return unjudged.map((metric) => vain(metrics[metric].title, 'no row could be judged by it'));
  }
  return changes.some(isJudged) ? [] : [vain('all metrics', 'no row could be judged')];
};
