import { isDeepStrictEqual } from 'node:util';
import type { JournalHeader } from '../../record/journal/journal.ts';
import { isCounted, metricNames, purposeOf } from '../../record/metrics.ts';
import type { Result } from '../../record/run.ts';
import type { Unseen } from '../../record/unseen.ts';
import { fewestForInterval } from '../statistics/median-interval.ts';
import { isFailed, observationsOf } from '../statistics/observations.ts';
import { outliersOf } from '../statistics/outliers.ts';
import type { Measured } from './compare.ts';
import { answersIn } from './doubts.ts';
import { disagreementsOf } from './result.ts';
import type { Finding } from './warnings.ts';

/** Everything about a run that a reader must know, the gravest first: what has no figures, then what may be wrong. */
export const findingsOf = (
  header: JournalHeader,
  measured: readonly Measured[],
  pinnedNode: string,
): Finding[] => [
  ...interruption(measured),
  ...measured.flatMap((one) => ofOutcome(one, hasChurn(header))),
  ...(hasChurn(header) ? [] : differingConsumers(header.reference, measured)),
  ...otherNode(header.environment.node, pinnedNode),
  ...noise(measured),
  ...measured.flatMap(ofOutliers),
  ...(header.scenario.target === true ? [{ kind: 'target' } as const] : []),
  ...withheld(header),
  ...fewRounds(measured),
  ...(isContained(header) && header.environment.temporaryInMemory === true
    ? [{ kind: 'temporary-in-memory' } as const]
    : []),
  ...ofServices(header),
];

/** Then samples meet different items if their requests come in another order, and that is no fault of theirs. */
const hasChurn = ({ scenario }: JournalHeader): boolean =>
  scenario.services !== undefined && scenario.services.churn !== null;

/** Whether rows are tried in containers. */
const isContained = ({ scenario }: JournalHeader): boolean =>
  scenario.limits.length > 0 || scenario.metrics.some((name) => purposeOf(name) === 'container');

const ofServices = ({ scenario: { services } }: JournalHeader): Finding[] => {
  if (services === undefined) return [];
  const { clock, faults, churn } = services;
  return [
    ...(clock === 1 ? [] : [{ kind: 'scaled-clock', clock } as const]),
    ...(faults.length === 0 ? [] : [{ kind: 'faults', faults } as const]),
    ...(churn === null ? [] : [{ kind: 'churn', churn } as const]),
  ];
};

/** Rows without any sample count with all of theirs. */
const interruption = (measured: readonly Measured[]): Finding[] => {
  const sumOf = (part: 'missing' | 'planned'): number =>
    measured.reduce((sum, { progress }) => sum + progress[part], 0);
  const missing = sumOf('missing');
  return missing > 0 ? [{ kind: 'interrupted', missing, planned: sumOf('planned') }] : [];
};

const ofOutcome = ({ result, samples }: Measured, workloadChanges: boolean): Finding[] => {
  const { label, expect, status, completeness } = result;
  const failed = samples.filter(isFailed);
  const findings: Finding[] = [];
  const failure = failed[0]?.outcome.failure;
  if (failure?.kind === 'not-installed') {
    findings.push({ kind: 'skipped', label, reason: failure.message });
  } else if (failure !== undefined && expect === 'completes') {
    findings.push({
      kind: 'failed',
      label,
      failure,
      failed: failed.length,
      of: samples.length,
    });
  }
  if (status === 'completed' && expect === 'fails') findings.push({ kind: 'unexpected-completion', label });
  if (status === 'completed' && completeness !== null && !completeness.digestMatches) {
    findings.push({ kind: 'incomplete', label, completeness });
  }
  if (status === 'completed' && result.program?.checked === false)
    findings.push({ kind: 'unchecked', label });
  return [
    ...findings,
    ...result.unseen.map(
      (unseen): Finding => ({ kind: 'unseen', label, unseen: ofItsFigures(unseen, result) }),
    ),
    ...answersIn(samples).map((note): Finding => ({ kind: 'answers', label, note })),
    ...(workloadChanges ? [] : disagreementsOf(samples)).map(
      (part): Finding => ({ kind: 'unsteady', label, part }),
    ),
  ];
};

/** The figures that a row has, of those that something is left out of. */
const ofItsFigures = (unseen: Unseen, { metrics: figures }: Result): Unseen => ({
  ...unseen,
  metrics: unseen.metrics.filter((name) => figures[name] !== undefined),
});

/**
 * Strategies that processed the same items must lead the consumer to the same report. Those that were to
 * process none (idle), did not process exactly the workload, or are programs that report none, are left out.
 */
const differingConsumers = (reference: string | null, measured: readonly Measured[]): Finding[] => {
  const comparable = measured
    .map(({ result }) => result)
    .filter(
      ({ completeness, consumer }) =>
        completeness?.digestMatches === true && completeness.expected > 0 && consumer !== null,
    );
  const base = comparable.find(({ label }) => label === reference) ?? comparable[0];
  if (base === undefined) return [];
  return comparable
    .filter(({ consumer }) => !isDeepStrictEqual(consumer, base.consumer))
    .map(({ label }) => ({ kind: 'differing-consumer', label, to: base.label }));
};

const otherNode = (node: string, pinned: string): Finding[] => {
  const bare = (version: string): string => version.replace(/^v/, '');
  return bare(node) === bare(pinned) ? [] : [{ kind: 'other-node', node: bare(node), pinned: bare(pinned) }];
};

const withheld = ({ environment: { variables } }: JournalHeader): Finding[] =>
  variables === undefined || Object.values(variables.withheld).every((names) => names.length === 0)
    ? []
    : [{ kind: 'withheld', withheld: variables.withheld }];

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

/** Counts are left out: they differ by what a strategy does, not by what the machine does to it. */
const ofOutliers = ({ result, samples }: Measured): Finding[] =>
  metricNames.flatMap((metric) => {
    const median = result.metrics[metric]?.median;
    if (median === undefined || isCounted(metric)) return [];
    const outliers = outliersOf(observationsOf(samples, metric));
    return outliers.length > 0 ? [{ kind: 'outliers', label: result.label, metric, median, outliers }] : [];
  });

const fewRounds = (measured: readonly Measured[]): Finding[] => {
  const measuring = measured.flatMap(({ samples }) => samples.filter(({ purpose }) => purpose !== 'pilot'));
  const rounds = new Set(measuring.map(({ round }) => round)).size;
  return rounds > 0 && rounds < fewestForInterval ? [{ kind: 'few-rounds', rounds }] : [];
};
