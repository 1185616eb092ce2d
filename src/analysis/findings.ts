import { isDeepStrictEqual } from 'node:util';
import type { JournalHeader } from '../record/journal.ts';
import { metricNames, metrics, purposesOf, samplesOf } from '../record/metrics.ts';
import type { Measured } from './compare.ts';
import { fewestForInterval } from './median-interval.ts';
import { isFailed, observationsOf } from './observations.ts';
import { outliersOf } from './outliers.ts';
import { disagreementsOf } from './result.ts';
import type { Finding } from './warnings.ts';

/** Everything about a run that a reader must know, the gravest first: what has no figures, then what may be wrong. */
export const findingsOf = (
  header: JournalHeader,
  measured: readonly Measured[],
  pinnedNode: string,
): Finding[] => [
  ...interruption(header, measured),
  ...measured.flatMap(ofOutcome),
  ...differingRuleCleaners(header.reference, measured),
  ...otherNode(header.environment.node, pinnedNode),
  ...noise(measured),
  ...measured.flatMap(ofOutliers),
  ...fewRounds(measured),
];

/** A strategy that failed may have been given up, so its missing samples do not tell of an interruption. */
const interruption = ({ scenario }: JournalHeader, measured: readonly Measured[]): Finding[] => {
  const reading = purposesOf(scenario.metrics, scenario.limits);
  const missing = measured
    .filter(({ samples }) => !samples.some(isFailed))
    .flatMap(({ samples }) =>
      reading.map(
        (purpose) =>
          samplesOf(purpose, scenario.samples) -
          samples.filter((sample) => sample.purpose === purpose).length,
      ),
    )
    .reduce((total, one) => total + Math.max(0, one), 0);
  const each = reading.reduce((sum, purpose) => sum + samplesOf(purpose, scenario.samples), 0);
  const planned = measured.length * each;
  return missing > 0 ? [{ kind: 'interrupted', missing, planned }] : [];
};

const ofOutcome = ({ result, samples }: Measured): Finding[] => {
  const { label, expect, status, completeness } = result;
  const failed = samples.filter(isFailed);
  const findings: Finding[] = [];
  if (failed[0] !== undefined && expect === 'completes') {
    findings.push({
      kind: 'failed',
      label,
      failure: failed[0].outcome.failure,
      failed: failed.length,
      of: samples.length,
    });
  }
  if (status === 'completed' && expect === 'fails') findings.push({ kind: 'unexpected-completion', label });
  if (status === 'completed' && completeness !== null && !completeness.digestMatches) {
    findings.push({ kind: 'incomplete', label, completeness });
  }
  return [
    ...findings,
    ...disagreementsOf(samples).map((part): Finding => ({ kind: 'unsteady', label, part })),
  ];
};

/**
 * Strategies that processed the same workflows must lead the rule cleaner to the same report. Those that were to
 * process none (idle) or did not process exactly the workload are left out: theirs differs for a known reason.
 */
const differingRuleCleaners = (reference: string | null, measured: readonly Measured[]): Finding[] => {
  const comparable = measured
    .map(({ result }) => result)
    .filter(({ completeness }) => completeness?.digestMatches === true && completeness.expected > 0);
  const base = comparable.find(({ label }) => label === reference) ?? comparable[0];
  if (base === undefined) return [];
  return comparable
    .filter(({ ruleCleaner }) => !isDeepStrictEqual(ruleCleaner, base.ruleCleaner))
    .map(({ label }) => ({ kind: 'differing-rule-cleaner', label, to: base.label }));
};

const otherNode = (node: string, pinned: string): Finding[] => {
  const bare = (version: string): string => version.replace(/^v/, '');
  return bare(node) === bare(pinned) ? [] : [{ kind: 'other-node', node: bare(node), pinned: bare(pinned) }];
};

/** Below 100 ms the start of a process and of its first connection scatter more than any machine's noise. */
export const shortestToJudge = 100;

const noise = (measured: readonly Measured[]): Finding[] => {
  const scatters = measured.flatMap(({ result }) => {
    const wall = result.metrics.wallTime;
    if (wall === undefined || wall.median < shortestToJudge) return [];
    const scatter = (wall.max - wall.min) / wall.median;
    return scatter > 0.25 ? [{ label: result.label, scatter }] : [];
  });
  return scatters.length > 0 ? [{ kind: 'noisy', scatters }] : [];
};

/** The ledger's counts are left out: they differ by what a strategy does, not by what the machine does to it. */
const ofOutliers = ({ result, samples }: Measured): Finding[] =>
  metricNames.flatMap((metric) => {
    const median = result.metrics[metric]?.median;
    if (median === undefined || metrics[metric].readBy === 'ledger') return [];
    const outliers = outliersOf(observationsOf(samples, metric));
    return outliers.length > 0 ? [{ kind: 'outliers', label: result.label, metric, median, outliers }] : [];
  });

const fewRounds = (measured: readonly Measured[]): Finding[] => {
  const measuring = measured.flatMap(({ samples }) => samples.filter(({ purpose }) => purpose !== 'pilot'));
  const rounds = new Set(measuring.map(({ round }) => round)).size;
  return rounds > 0 && rounds < fewestForInterval ? [{ kind: 'few-rounds', rounds }] : [];
};
