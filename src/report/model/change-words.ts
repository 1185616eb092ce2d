import { percent, sightInWords } from '../../analysis/changes/change-words.ts';
import { sightsOf } from '../../analysis/changes/sight.ts';
import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Changes, MetricBound, Side } from '../../record/checks/changes.ts';
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
          'A row could not be measured. Fix it, or mark it "expect: fails"; until then no new baseline can be written.',
        ]
      : []),
    ...(isNeeded && remedy !== null ? [`What only one side has cannot be compared. ${remedy}`] : []),
    ...(hasCause('few readings') ? ['Too few samples to judge: measure each side with --samples 6.'] : []),
    ...(has('not resolved')
      ? [
          'Not resolved: the interval includes the bound, so noise could decide either way. Take more samples.',
        ]
      : []),
    ...(has('improvement') && remedy !== null
      ? [`To keep the improvement, put it into the baseline. ${remedy}`]
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

const outsideLine = `all rows: these figures leave out memory outside V8's heap; a warning follows if that exceeds ${allowanceInWords}`;

export const ruleInWords =
  'A change counts if it is beyond noise and beyond the bound. Beyond noise: the 95 % interval of the ratio after/before (Hodges and Lehmann) does not include 1. Beyond the bound: the ratio itself is. If the interval includes the bound, the change is not resolved. Where there was nothing before, differences replace ratios. Before and after are medians.';

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
