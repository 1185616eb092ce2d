import type { Change, Changes, MetricBound, Side } from '../../record/checks/changes.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Warning } from '../../record/run.ts';
import { differingFacts, nameOfFact } from '../run/facts.ts';
import { changeOf } from './change-of.ts';
import { isJudged } from './change-words.ts';
import {
  assertComparable,
  type MachineDifference,
  machineDifferences,
  machinesInWords,
  type Words,
} from './comparable.ts';

/**
 * A metric's change of each strategy that one of two runs has, for each bound (`changeOf`). What cannot be judged is there,
 * with the reason.
 * @throws UserError for runs that may not be compared, see `assertComparable`
 */
export const changesBetween = (
  before: Side,
  after: Side,
  bounds: readonly MetricBound[],
  words: Words,
): Changes => {
  assertComparable(before, after, words);
  const differences = machineDifferences(before.environment, after.environment);
  const labels = [...new Set([...after.results, ...before.results].map(({ label }) => label))];
  const changes = bounds.flatMap((bound) =>
    labels.flatMap((label) => {
      const [was, is] = [before, after].map(({ results }) => results.find((one) => one.label === label));
      return changeOf(bound, { label, was, is, differences, words }) ?? [];
    }),
  );
  return {
    before: headOf(before),
    after: headOf(after),
    changes,
    unjudged: bounds.map(({ metric }) => metric).filter((metric) => isUnjudged(metric, changes)),
    warnings: [
      ...(differences.length > 0 ? [otherMachine(differences, bounds)] : []),
      ...otherVersion(before, after),
      ...otherFacts(before, after),
    ],
  };
};

/** Another machine and the shortness of a time excuse a metric of which no row was judged. */
const isUnjudged = (metric: MetricName, changes: readonly Change[]): boolean => {
  const isExcused = (change: Change): boolean =>
    isJudged(change) ||
    (change.verdict === 'not judged' && (change.cause === 'other machine' || change.cause === 'too short'));
  return !changes.some((change) => change.metric === metric && isExcused(change));
};

const headOf = ({ scenario, environment, workload }: Side): Changes['before'] => ({
  scenario,
  environment,
  workload,
});

const otherMachine = (differences: readonly MachineDifference[], bounds: readonly MetricBound[]): Warning => {
  const left = bounds.map(({ metric }) => metric).filter((metric) => !metrics[metric].isPortable);
  const unjudged = left.length === 0 ? 'nothing asked for depends on it' : `not judged: ${left.join(', ')}`;
  return {
    kind: 'other-machine',
    label: null,
    message: `the two sides ran ${machinesInWords(differences)}; ${unjudged}`,
    advice:
      'Times, resident memory and what V8 collects when are compared on one machine only; peak live anywhere.',
  };
};

const otherVersion = ({ environment: was }: Side, { environment: is }: Side): Warning[] =>
  (['node', 'tidemark'] as const)
    .filter((name) => was[name] !== is[name])
    .map((name) => ({
      kind: `other-${name}`,
      label: null,
      message: `measured with ${name} ${was[name]} before, and ${is[name]} after`,
      advice: 'A change of all strategies at once, idle too, may come from there.',
    }));

/** Another seed, other services, other parameters: what was measured is not quite the same. */
const otherFacts = (before: Side, after: Side): Warning[] => {
  // A baseline has no more facts than that.
  const [was, is] = [
    before.facts ?? { workload: before.workload },
    after.facts ?? { workload: after.workload },
  ];
  const told = differingFacts(was, is).filter(({ rule }) => rule.compared === 'told');
  return told.length === 0
    ? []
    : [
        {
          kind: 'other-facts',
          label: null,
          message: `the two sides did not measure the same: ${told.map((fact) => `${nameOfFact(fact)} ${fact.was} -> ${fact.is}`).join('; ')}`,
          advice: 'A change may come from there.',
        },
      ];
};
