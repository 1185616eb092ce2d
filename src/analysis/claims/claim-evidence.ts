import { median } from 'simple-statistics';
import type { ClaimFigure, Judge, LossName, QuantityName, Spread } from '../../record/checks/claims.ts';
import type { WorkloadSummary } from '../../record/journal/journal.ts';
import { type MetricName, metrics, type Unit } from '../../record/metrics.ts';
import { type Measured, pairedRatios } from '../run/compare.ts';
import { exponentOf, type SizedReading } from '../statistics/exponent.ts';
import { medianInterval } from '../statistics/median-interval.ts';
import { type Observation, observationsOf } from '../statistics/observations.ts';
import { medianByRound } from '../statistics/rounds.ts';

/** One measurement of a scenario: its workload and its strategies' samples. */
export interface MeasuredRun {
  readonly workload: WorkloadSummary;
  /** What its case calls them: `workflows`. */
  readonly items: string;
  readonly measured: readonly Measured[];
}

/** The figure that a bound is held against, with those that it was made from; or why there is none. */
export type Evidence =
  | { readonly kind: 'figure'; readonly judged: JudgedFigure; readonly from: readonly ClaimFigure[] }
  | { readonly kind: 'none'; readonly why: string };

type JudgedFigure = ClaimFigure & { readonly spread: Spread };
type JudgeOf<Kind extends Judge['kind']> = Extract<Judge, { kind: Kind }>;

const none = (why: string): Evidence => ({ kind: 'none', why });

/** The strategy that a claim is about, if it was measured and did its work; else why not. */
export const findMeasured = (run: MeasuredRun, label: string): Measured | string => {
  const found = run.measured.find(({ result }) => result.label === label);
  if (found === undefined) return `${label} was not measured in this run`;
  const { failure } = found.result;
  return failure === null ? found : `${label} has no figures: ${failure.kind}: ${failure.message}`;
};

/** The ratio round by round, so that a drift of the machine leaves it alone; both medians beside it. */
export const ratioEvidence = ({ metric, of, to }: JudgeOf<'compare'>, run: MeasuredRun): Evidence => {
  const [mine, theirs] = [findMeasured(run, of), findMeasured(run, to)];
  if (typeof mine === 'string') return none(mine);
  if (typeof theirs === 'string') return none(theirs);
  const [own, base] = [readingsOf(mine, metric), readingsOf(theirs, metric)];
  const absent = own.length === 0 ? mine : base.length === 0 ? theirs : null;
  if (absent !== null) return none(absenceOf(absent, metric));
  if (base.some(({ value }) => value <= 0))
    return none(`${nameOf(metric, to)} is 0: there is no ratio to nothing`);
  const ratios = pairedRatios(own, base);
  if (ratios.length === 0) return none(`no round measured both ${of} and ${to}`);
  return {
    kind: 'figure',
    judged: {
      name: 'median ratio',
      value: median(ratios),
      unit: 'ratio',
      spread: spreadOf(ratios),
      at: null,
    },
    from: [figureOf(nameOf(metric, of), own, metric), figureOf(nameOf(metric, to), base, metric)],
  };
};

/** One quantity, or what it has above idle in the same round. */
export const valueEvidence = ({ quantity, of, aboveIdle }: JudgeOf<'value'>, run: MeasuredRun): Evidence => {
  const found = isLoss(quantity) ? run.measured.find(({ result }) => result.label === of) : undefined;
  const mine = found ?? findMeasured(run, of);
  if (typeof mine === 'string') return none(mine);
  const own = readingsOf(mine, quantity);
  if (own.length === 0) return none(absenceOf(mine, quantity));
  const name = isLoss(quantity) ? `${run.items} ${quantity} by ${of}` : nameOf(quantity, of);
  if (!aboveIdle) return { kind: 'figure', judged: figureOf(name, own, quantity), from: [] };
  const above = aboveIdleOf(own, mine, run, quantity);
  if (typeof above === 'string') return none(above);
  return {
    kind: 'figure',
    judged: figureOf('above idle', above, quantity),
    from: [figureOf(name, own, quantity)],
  };
};

/** The exponent over runs of several sizes; what each size read beside it. */
export const growthEvidence = (
  { metric, of, against, over }: JudgeOf<'growth'>,
  runOf: (measurement: string | null) => MeasuredRun | undefined,
): Evidence => {
  const readings: SizedReading[] = [];
  const from: ClaimFigure[] = [];
  for (const measurement of over) {
    const run = runOf(measurement);
    if (run === undefined) return none(notTaken(measurement));
    const mine = findMeasured(run, of);
    if (typeof mine === 'string') return none(`${mine} (${measurement ?? "the scenario's own measurement"})`);
    const own = readingsOf(mine, metric);
    if (own.length === 0) return none(absenceOf(mine, metric));
    const above = aboveIdleOf(own, mine, run, metric);
    if (typeof above === 'string') return none(above);
    const size = run.workload[against];
    if (!(size > 0)) return none(`${against} is ${size}: growth is told of sizes above 0`);
    const values = above.map(({ value }) => value);
    if (!values.every((value) => value > 0))
      return none(`${nameOf(metric, of)} is not above idle at ${against} ${size}`);
    readings.push(...values.map((value) => ({ size, value })));
    from.push({ ...figureOf(`above idle at ${against} ${shownSize(size)}`, above, metric), at: size });
  }
  const exponent = exponentOf(readings);
  if (exponent === null) return none(`${against} is the same in all measurements`);
  return { kind: 'figure', judged: { name: 'exponent', unit: 'exponent', at: null, ...exponent }, from };
};

export const notTaken = (measurement: string | null): string =>
  measurement === null
    ? 'the measurement was not taken'
    : `the measurement "${measurement}" was not taken in this run`;

const shownSize = (size: number): string => String(Math.round(size));

const isLoss = (name: QuantityName): name is LossName => !Object.hasOwn(metrics, name);

/** One reading a round; the losses of every sample but the pilot's, also of one that failed for them. */
const readingsOf = ({ samples }: Measured, name: QuantityName): Observation[] =>
  isLoss(name)
    ? samples.flatMap(({ purpose, round, outcome: { completeness } }) =>
        completeness === null || purpose === 'pilot' ? [] : [{ round, value: completeness[name] }],
      )
    : oneARound(observationsOf(samples, name));

const oneARound = (observations: readonly Observation[]): Observation[] =>
  [...medianByRound(observations)].map(([round, value]) => ({ round, value }));

/** What is above idle of the same runtime, a round each; a reason where that has no figures in the same rounds. */
const aboveIdleOf = (
  own: readonly Observation[],
  { result: { runtime } }: Measured,
  run: MeasuredRun,
  name: QuantityName,
): Observation[] | string => {
  const idle = run.measured.find(
    ({ result }) => result.yields === 'nothing' && result.runtime === runtime && result.failure === null,
  );
  const base = new Map(
    (idle === undefined ? [] : readingsOf(idle, name)).map(({ round, value }) => [round, value]),
  );
  const above = own.flatMap(({ round, value }) => {
    const below = base.get(round);
    return below === undefined ? [] : [{ round, value: value - below }];
  });
  return above.length > 0
    ? above
    : `idle has no ${titleOf(name)} in the same rounds, so nothing can be subtracted`;
};

const figureOf = (name: string, readings: readonly Observation[], quantity: QuantityName): JudgedFigure => {
  const values = readings.map(({ value }) => value);
  const spread = isLoss(quantity) ? rangeOf(values) : spreadOf(values);
  return { name, value: median(values), unit: unitOf(quantity), spread, at: null };
};

export const spreadOf = (values: readonly number[]): Spread => {
  const interval = medianInterval(values);
  if (interval === null) return rangeOf(values);
  const [low, high] = interval;
  return { kind: 'ci95', low, high, readings: values.length };
};

/** For a loss, always: an interval of the median may leave out the one sample that lost something. */
const rangeOf = (values: readonly number[]): Spread => ({
  kind: 'range',
  low: Math.min(...values),
  high: Math.max(...values),
  readings: values.length,
});

const absenceOf = ({ result }: Measured, name: QuantityName): string => {
  const reason = isLoss(name) ? undefined : result.unavailable[name];
  return `${result.label} has no ${titleOf(name)}${reason === undefined ? ' in this run' : `: ${reason}`}`;
};

const titleOf = (name: QuantityName): string => (isLoss(name) ? `count of ${name}` : metrics[name].title);
const nameOf = (name: MetricName, label: string): string => `${metrics[name].title} of ${label}`;
const unitOf = (name: QuantityName): Unit => (isLoss(name) ? 'count' : metrics[name].unit);
