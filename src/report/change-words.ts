import { hasGaps } from '../analysis/exit-code.ts';
import type { Change, Changes } from '../record/changes.ts';
import { metrics } from '../record/metrics.ts';
import { formatChange, formatCount } from '../units/numbers.ts';
import { formatQuantity } from '../units/quantity.ts';

/*
 * Two runs compared, in sentences of plain text, unescaped, which every format shows in its own way.
 */

export type JudgedChange = Exclude<Change, { verdict: 'not judged' }>;
type Verdict = Change['verdict'];

export const isJudged = (change: Change): change is JudgedChange => change.verdict !== 'not judged';

const changesOfVerdict = ({ changes }: Changes, verdict: Verdict): readonly Change[] =>
  changes.filter((change) => change.verdict === verdict);

/** The verdict in one line: `2 regressions in smoke`, `no regression in smoke: 8 of 12 judged`. */
export const verdictLine = (compared: Changes): string => {
  const { changes, after } = compared;
  const [regressions, improvements, undecided] = (['regression', 'improvement', 'undecided'] as const).map(
    (verdict) => changesOfVerdict(compared, verdict).length,
  ) as [number, number, number];
  const judged = changes.filter(isJudged).length;
  const parts = [
    counted(regressions, 'regression', 'no regression'),
    ...(improvements > 0 ? [counted(improvements, 'improvement')] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
  ];
  const share = judged === changes.length ? '' : ` (${judged} of ${changes.length} judged)`;
  return judged === 0
    ? `nothing could be judged in ${after.scenario}`
    : `${parts.join(', ')} in ${after.scenario}${share}`;
};

const counted = (count: number, noun: string, none = `no ${noun}`): string =>
  count === 0 ? none : `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;

export const intervalInWords = ([low, high]: readonly [number, number]): string =>
  `${formatChange(low)} to ${formatChange(high)}`;

export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

/** `peak live 28.0 MB to 28.9 MB, +3.1 % (95 % interval +2.9 % to +3.3 %, bound 2 %)`. */
export const changeInWords = ({ metric, before, after, ratio, ci95, bound }: JudgedChange): string => {
  const { title, unit } = metrics[metric];
  const [from, to] = [before, after].map((value) => formatQuantity(value, unit));
  return `${title} ${from} to ${to}, ${formatChange(ratio)} (95 % interval ${intervalInWords(ci95)}, bound ${percent(bound)})`;
};

/** What became worse, better, or may have: a line each. */
export const changeLines = (compared: Changes): string[] =>
  (['regression', 'undecided', 'improvement'] as const).flatMap((verdict) =>
    changesOfVerdict(compared, verdict)
      .filter(isJudged)
      .map((change) => `${verdict}: ${change.label}: ${changeInWords(change)}`),
  );

/** Why changes were not judged, those of a metric with the same reason together. */
export const notJudgedLines = ({ changes }: Changes): string[] => {
  const unjudged = changes.filter((change) => change.verdict === 'not judged');
  return [...Map.groupBy(unjudged, ({ metric, why }) => `${metric} ${why}`).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const labels = same.map(({ label }) => label).join(', ');
    return [`not judged: ${metrics[first.metric].title} of ${labels}: ${first.why}`];
  });
};

/** What to do about what was found; empty if there is nothing to do. */
export const adviceLines = (compared: Changes, update: string | null): string[] => {
  const has = (verdict: Verdict): boolean => changesOfVerdict(compared, verdict).length > 0;
  return [
    ...(hasGaps(compared) && update !== null
      ? [`What only one side has, or no row could be judged by, is not gated. ${update}`]
      : []),
    ...(has('undecided')
      ? ['Undecided: beyond the bound, but noise could make it. More samples would decide.']
      : []),
    ...(has('improvement') && update !== null
      ? [`An improvement is kept only if the baseline has it: ${update}`]
      : []),
  ];
};

export const ruleInWords =
  'A change counts if it is outside noise and beyond the bound: the 95 % interval of the ratio of the readings after to those before (Hodges and Lehmann) lies wholly on one side of 1, and the ratio itself beyond the bound. Before and after are medians.';

export const sideLines = ({ before, after }: Changes): string[] =>
  (
    [
      ['before', before],
      ['after', after],
    ] as const
  ).map(([name, { environment }]) => {
    const { node, tidemark, commit, cpu, cores, kernel, startedAt } = environment;
    const revision = commit === null ? '' : `, commit ${commit}`;
    return `${name}: ${startedAt}, Node ${node}, tidemark ${tidemark}${revision}, ${cpu}, ${cores} cores, kernel ${kernel}`;
  });
