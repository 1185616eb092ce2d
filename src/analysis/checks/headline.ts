import type { Check, CheckKind } from '../../record/checks/checks.ts';
import { metrics } from '../../record/metrics.ts';
import { formatCount } from '../../units/numbers.ts';
import { shorten } from '../../units/shorten.ts';

/** A part of a headline: what there is, and what of it in brackets. */
interface Part {
  readonly what: string;
  readonly which: string;
}

/** `1 not judged in mine (chunk: timeout); 1 regression; 1 not resolved (naive: peak heap: up to +12 %, bound 10 %)`. */
export const headlineOf = (checks: readonly Check[], subject: string): string => {
  if (checks.length === 0) return `nothing to judge in ${subject}`;
  const parts = [
    ...withReasons(checks, 'not judged', (outcome) => (outcome.kind === 'not judged' ? outcome.why : null)),
    ...failuresIn(checks),
    ...withReasons(checks, 'not resolved', (outcome) =>
      outcome.kind === 'not resolved' ? outcome.by : null,
    ),
    ...heldIn(checks),
    ...counted(checks, ({ outcome }) => outcome.kind === 'passed' && outcome.improved, 'improvement'),
    ...counted(checks, ({ outcome }) => outcome.kind === 'new', 'new, no baseline yet', ''),
    ...counted(checks, ({ outcome }) => outcome.kind === 'told', 'left out', ''),
  ].map(({ what, which }, i) => {
    const where = i === 0 ? ` in ${subject}` : '';
    return `${what}${where}${which === '' ? '' : ` (${which})`}`;
  });
  const isAsked = checks.some(({ kind, required }) => required || kind !== 'comparison');
  return [...parts, ...(isAsked ? [] : ['for information: no bound was asked for (--fail-on)'])].join('; ');
};

const count = (checks: readonly Check[], is: (check: Check) => boolean): number => checks.filter(is).length;

const bare = (what: string): Part => ({ what, which: '' });

/**
 * What failed. Gates and comparisons say so where nothing did; where anything else is amiss, in words that nobody takes for
 * the whole of it.
 */
const failuresIn = (checks: readonly Check[]): Part[] => {
  const failed = checks.filter(({ outcome }) => outcome.kind === 'failed');
  const told = (Object.keys(failureNouns) as CheckKind[]).flatMap((kind) => {
    const [one, several] = failureNouns[kind];
    const number = count(failed, (check) => check.kind === kind);
    return number === 0 ? [] : [bare(`${formatCount(number)} ${number === 1 ? one : several}`)];
  });
  const rows = checks.filter(isOfRow);
  const judged = rows.filter(({ outcome }) => ['passed', 'failed', 'not resolved'].includes(outcome.kind));
  if (rows.length === 0 || judged.some(({ outcome }) => outcome.kind === 'failed')) return told;
  if (judged.length === 0) return [...told, bare('nothing could be compared')];
  const isClean = checks.every(({ outcome }) => outcome.kind !== 'failed' && outcome.kind !== 'not judged');
  if (!isClean) return [...told, bare(`${judged.length} of ${comparisonsIn(rows.length)}, none worse`)];
  const which = judged.length === rows.length ? '' : `${judged.length} of ${comparisonsIn(rows.length)}`;
  return [...told, { what: 'no regression', which }];
};

/** Of a row there is one for each metric, so these are not rows. */
const comparisonsIn = (number: number): string =>
  `${formatCount(number)} ${number === 1 ? 'comparison' : 'comparisons'}`;

const isOfRow = ({ kind }: Check): boolean => kind === 'gated row' || kind === 'comparison';

/** One and several that failed. A row that does not complete has no verdict, and so has a gate without anything to judge. */
const failureNouns: Readonly<Record<CheckKind, readonly [string, string]>> = {
  'gated row': ['regression', 'regressions'],
  comparison: ['regression', 'regressions'],
  budget: ['budget exceeded', 'budgets exceeded'],
  claim: ['claim not as expected', 'claims not as expected'],
  completion: ['row failed', 'rows failed'],
  gate: ['gate failed', 'gates failed'],
};

const mostNamed = 3;

/** `2 not judged (chunk: timeout; naive: peak live: 2 readings)`. */
const withReasons = (
  checks: readonly Check[],
  what: string,
  reasonOf: (outcome: Check['outcome']) => string | null,
): Part[] => {
  const reasons = checks.flatMap((check) => {
    const reason = reasonOf(check.outcome);
    return reason === null ? [] : `${plain(nameOf(check), 60)}: ${plain(reason, 120)}`;
  });
  if (reasons.length === 0) return [];
  const more = reasons.length > mostNamed ? [`and ${reasons.length - mostNamed} more`] : [];
  const which = [...reasons.slice(0, mostNamed), ...more].join('; ');
  return [{ what: `${formatCount(reasons.length)} ${what}`, which }];
};

const counted = (
  checks: readonly Check[],
  is: (check: Check) => boolean,
  noun: string,
  plural = 's',
): Part[] => {
  const number = count(checks, is);
  return number === 0 ? [] : [bare(`${formatCount(number)} ${noun}${number === 1 ? '' : plural}`)];
};

/** That all holds, and what that is; nothing where anything does not, or where a gate says it in its own words. */
const heldIn = (checks: readonly Check[]): Part[] => {
  const isClean = checks.every(({ outcome }) => ['passed', 'new', 'told'].includes(outcome.kind));
  if (!isClean || checks.some(isOfRow)) return [];
  const which = (Object.keys(heldNouns) as (keyof typeof heldNouns)[]).flatMap((kind) => {
    const [one, several] = heldNouns[kind];
    const number = count(checks, (check) => check.kind === kind && check.outcome.kind === 'passed');
    return number === 0 ? [] : [`${formatCount(number)} ${number === 1 ? one : several}`];
  });
  return which.length === 0 ? [] : [{ what: 'all checks passed', which: which.join(', ') }];
};

const heldNouns = {
  completion: ['row', 'rows'],
  budget: ['budget', 'budgets'],
  claim: ['claim', 'claims'],
} as const satisfies Partial<Record<CheckKind, readonly [string, string]>>;

/** `naive: peak live`; the row or the words alone where it is about no metric. */
export const nameOf = ({ name, metric }: Pick<Check, 'name' | 'metric'>): string =>
  metric === null ? name : `${name}: ${metrics[metric].title}`;

/** A headline is one line: what is cut here stands whole below it. */
const plain = (text: string, length: number): string => shorten(text.replace(/\s+/g, ' ').trim(), length);
