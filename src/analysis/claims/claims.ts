import type {
  Bound,
  Claim,
  ClaimFigure,
  Judge,
  JudgedClaim,
  Reading,
  Verdict,
} from '../../record/checks/claims.ts';
import type { Runtime } from '../../record/journal/sample.ts';
import type { Measured } from '../run/compare.ts';
import { placeOf, roundsToDecide } from '../statistics/bounds.ts';
import { isChoice } from '../statistics/pareto.ts';
import { doubtAboutClaim } from './claim-doubts.ts';
import {
  type Evidence,
  findMeasured,
  growthEvidence,
  type MeasuredRun,
  notTaken,
  ratioEvidence,
  valueEvidence,
} from './claim-evidence.ts';
import { judgeFront } from './front.ts';

/** Finds a measurement's run; null asks for the scenario's own. Undefined if it was not taken. */
export type RunOf = (measurement: string | null) => MeasuredRun | undefined;

/**
 * Every reading of every claim against what was measured. A claim holds if the whole interval of its figure (without one
 * the whole range) lies within its bound, fails if it lies beyond, and is undecided between; without the figure it is
 * not measurable, for a reason.
 */
export const judgeClaims = (claims: readonly Claim[], runOf: RunOf): JudgedClaim[] =>
  claims.map(({ readings, ...claim }) => ({
    ...claim,
    judgements: readings.map((reading) => ({
      ...reading,
      ...trusted(reading, judge(reading.judge, reading.measurement, runOf), runOf),
    })),
  }));

/** The verdict, unless it rests on a figure that cannot be trusted: whichever way it would have gone, it is none. */
const trusted = (reading: Reading, verdict: Verdict, runOf: RunOf): Verdict => {
  if (verdict.verdict === 'not measurable') return verdict;
  const doubt = doubtAboutClaim(reading, (name) => runOf(name)?.measured.map(({ result }) => result) ?? []);
  return doubt === null ? verdict : notMeasurable(doubt);
};

const judge = (about: Judge, measurement: string | null, runOf: RunOf): Verdict => {
  if (about.kind === 'notMeasurable') return notMeasurable(about.why);
  if (about.kind === 'growth') return held(growthEvidence(about, runOf), about.bound, 'sizes');
  const run = runOf(measurement);
  if (run === undefined) return notMeasurable(notTaken(measurement));
  switch (about.kind) {
    case 'compare':
      return held(ratioEvidence(about, run), about.bound, 'rounds');
    case 'value':
      return held(valueEvidence(about, run), about.bound, 'rounds');
    case 'paretoFront':
      return judgeParetoFront(about, run);
    case 'fails':
      return judgeFailure(about, run);
  }
};

const notMeasurable = (why: string): Verdict => ({ verdict: 'not measurable', why });

/** @param by what the spread of the figure comes from: rounds alone, or sizes that need not lie on one power */
const held = (evidence: Evidence, bound: Bound, by: 'rounds' | 'sizes'): Verdict => {
  if (evidence.kind === 'none') return notMeasurable(evidence.why);
  const { judged, from } = evidence;
  const figures = [...from, judged];
  const place = placeOf(judged.spread, bound);
  if (place !== 'over') return { verdict: place === 'within' ? 'holds' : 'fails', figures };
  const rounds =
    by === 'rounds'
      ? roundsToDecide(judged.value, judged.spread, bound)
      : ({
          kind: 'unknown',
          why: 'the slopes between the sizes differ: more sizes, rather than rounds, would tell',
        } as const);
  return { verdict: 'undecided', figures, rounds };
};

const judgeParetoFront = (
  { of, among }: Extract<Judge, { kind: 'paretoFront' }>,
  run: MeasuredRun,
): Verdict => {
  const mine = findChoice(run, of);
  if (typeof mine === 'string') return notMeasurable(mine);
  const { runtime } = mine.result;
  const rivals =
    among === null
      ? run.measured.filter(({ result }) => isChoice(result) && result.runtime === runtime)
      : among.map((label) => findRival(run, label, runtime));
  const missing = rivals.find((rival) => typeof rival === 'string');
  if (missing !== undefined) return notMeasurable(missing);
  return judgeFront(
    mine,
    rivals.filter((rival) => typeof rival !== 'string').filter((rival) => rival !== mine),
  );
};

const findChoice = (run: MeasuredRun, label: string): Measured | string => {
  const found = findMeasured(run, label);
  if (typeof found === 'string' || isChoice(found.result)) return found;
  return `${label} did not process exactly the workload: it is no choice`;
};

/** One that a claim names must be there: without it the verdict would be about others than the claim. */
const findRival = (run: MeasuredRun, label: string, runtime: Runtime): Measured | string => {
  const found = findChoice(run, label);
  if (typeof found === 'string' || found.result.runtime === runtime) return found;
  return `${label} runs in ${found.result.runtime}: only rows of one runtime are compared, here ${runtime}`;
};

const judgeFailure = ({ of, because }: Extract<Judge, { kind: 'fails' }>, run: MeasuredRun): Verdict => {
  const found = run.measured.find(({ result }) => result.label === of);
  if (found === undefined || found.samples.length === 0)
    return notMeasurable(`${of} was not measured in this run`);
  const { failure } = found.result;
  // What could not be tried has not failed.
  if (failure?.kind === 'not-installed' && because !== 'not-installed')
    return notMeasurable(`${of} could not be tried: ${failure.message}`);
  const failed = countFailed(found, because);
  const kind = because === null ? '' : ` by ${because}`;
  const figures: readonly ClaimFigure[] = [
    { name: 'of samples', value: found.samples.length, unit: 'count', spread: null, at: null },
    { name: `failures of ${of}${kind}`, value: failed, unit: 'count', spread: null, at: null },
  ];
  if (failed === found.samples.length) return { verdict: 'holds', figures };
  if (failed === 0) return { verdict: 'fails', figures };
  const why = 'some samples fail and some do not: it is a matter of chance, which rounds do not change';
  return { verdict: 'undecided', figures, rounds: { kind: 'unknown', why } };
};

const countFailed = ({ samples }: Measured, because: string | null): number =>
  samples.filter(
    ({ outcome }) => outcome.status === 'failed' && (because === null || outcome.failure.kind === because),
  ).length;
