import { percent, sightInWords } from '../../analysis/changes/change-words.ts';
import { sightsOf } from '../../analysis/changes/sight.ts';
import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Changes, MetricBound, Side } from '../../record/changes.ts';
import { metrics } from '../../record/metrics.ts';
import { allowanceInWords, concernedBy } from '../../record/unseen.ts';

/*
 * Two runs compared, in sentences of plain text, unescaped, which every format shows in its own way.
 */

/**
 * What to do about what was found; empty if there is nothing to do. A baseline is not made anew of a run in which a row
 * could not be measured, so it is not advised there.
 * @param update how to make the baseline anew; null where there is none
 */
export const adviceLines = ({ changes }: Changes, { checks }: Verdict, update: string | null): string[] => {
  const isBroken = checks.some(({ kind, outcome }) => kind === 'completion' && outcome.kind === 'not judged');
  const remedy = isBroken ? null : update;
  const has = (...verdicts: readonly string[]): boolean =>
    changes.some(({ verdict }) => verdicts.includes(verdict));
  const hasCause = (cause: string): boolean =>
    changes.some((change) => change.verdict === 'not judged' && change.cause === cause);
  const isNeeded = has('new') || hasCause('gone') || checks.some(({ kind }) => kind === 'gate');
  return [
    ...(isBroken && update !== null
      ? [
          'A row could not be measured: mend it first, or mark it "expect: fails". Until then no baseline can be made anew.',
        ]
      : []),
    ...(isNeeded && remedy !== null
      ? [`What only one side has is gated only from the next baseline on. ${remedy}`]
      : []),
    ...(hasCause('few readings') ? ['Too few samples for an interval: take at least six on each side.'] : []),
    ...(has('not resolved')
      ? [
          'Not resolved: the interval lies over the bound, so that noise could decide either way. More samples narrow it.',
        ]
      : []),
    ...(has('improvement') && remedy !== null
      ? [`An improvement is kept only if the baseline has it: ${remedy}`]
      : []),
  ];
};

/** `naive: this gate sees changes of peak live from +0.4 % (or 110 kB) on, and fails beyond its bound of 2 %`. */
export const sightLines = (baseline: Side, bounds: readonly MetricBound[]): string[] => {
  const lines = bounds.flatMap(({ metric, share }) =>
    sightsOf(baseline, [metric]).map(({ label, sight }) => {
      const sees = `this gate sees changes of ${metrics[metric].title} from ${sightInWords(metric, sight)} on`;
      return sight.share > share
        ? `${label}: ${sees}, and not always those from its bound of ${percent(share)} on`
        : `${label}: ${sees}, and fails beyond its bound of ${percent(share)}`;
    }),
  );
  const isOfHeap = bounds.some(({ metric }) => concernedBy.resident.includes(metric));
  return lines.length > 0 && isOfHeap ? [...lines, outsideLine] : lines;
};

const outsideLine = `all rows: memory outside V8's heap is in none of these figures; it is told where it exceeds ${allowanceInWords}`;

export const ruleInWords =
  'A change counts if it is outside noise and beyond the bound: the 95 % interval of the ratio of the readings after to those before (Hodges and Lehmann) lies wholly on one side of 1, and the ratio itself beyond the bound (differences instead of ratios where there was nothing before). An interval that lies over the bound is not resolved. Before and after are medians.';

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
