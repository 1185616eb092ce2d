import { isDeepStrictEqual } from 'node:util';
import type { ScenarioSummary } from '../../record/journal/journal.ts';
import type { Completeness, Failure, Row, Sample } from '../../record/journal/sample.ts';
import type { SampleDetail } from '../../record/messages/subject-report.ts';
import {
  isCounted,
  type MetricName,
  type MetricReadBy,
  metricNames,
  metrics,
  purposeOf,
} from '../../record/metrics.ts';
import { hindranceTo, isForeign } from '../../record/rows.ts';
import type { Result, Summary, Unfinished } from '../../record/run.ts';
import { growthOfCycles } from '../growth/cycles.ts';
import type { Growth } from '../growth/growth.ts';
import { growthOfStretches } from '../growth/stretches.ts';
import { isCompleted, isFailed } from '../statistics/observations.ts';
import { valuesByRound } from '../statistics/rounds.ts';
import { summarise } from '../statistics/summarise.ts';
import { doubtsIn } from './doubts.ts';
import { unseenIn } from './unseen.ts';

/** What a strategy has that no sample was taken of: the run ended before its turn. */
const notMeasured: Failure = { kind: 'error', message: 'not measured: the run ended before its turn' };

/**
 * A strategy's samples, by round, put together. Figures come from all completed samples; one failed sample makes the
 * strategy failed, with the first failure as its reason, and a strategy without any sample has failed too: nothing is
 * known of it. A wanted metric without a figure has its reason under `unavailable`. The Pareto front is left open: it is
 * a matter between results.
 */
export const resultOf = (
  row: Row,
  samples: readonly Sample[],
  { metrics: wanted }: Pick<ScenarioSummary, 'metrics'>,
  progress: Unfinished,
): Result => {
  const failure = samples.find(isFailed)?.outcome.failure ?? (samples.length === 0 ? notMeasured : null);
  const unseen = unseenIn(samples);
  const doubts = doubtsIn(samples);
  const growth = growthIn(samples);
  const figures = {
    ...summariesOf(samples),
    ...(growth !== null && summariesOfGrowth(growth)),
  };
  return {
    ...row,
    status: failure === null ? 'completed' : 'failed',
    failure,
    metrics: figures,
    unavailable: reasonsFor(
      metricNames.filter((name) => figures[name] === undefined),
      wanted,
      samples,
      row,
    ),
    completeness: worstCompleteness(samples),
    consumer: samples.find(isCompleted)?.outcome.consumer ?? null,
    timeline: detailOf(samples, 'timeline')?.points ?? pointsOfProgram(samples),
    onParetoFront: null,
    ...(growth !== null && { growth: verdictOf(growth) }),
    floorProbes: detailOf(samples, 'floor')?.probes ?? [],
    containerLimits: detailOf(samples, 'container')?.limits ?? [],
    containerProbes: detailOf(samples, 'container')?.probes ?? [],
    version: detailOf(samples, 'program')?.version ?? null,
    processes: processesIn(samples),
    ...residentIn(samples),
    unseen,
    ...(doubts !== undefined && { doubts }),
    ...(samples.length > 0 && progress.missing > 0 && { unfinished: progress }),
  };
};

/** The detail of this kind that the samples have; at most one has it. */
const detailOf = <Kind extends SampleDetail['kind']>(
  samples: readonly Sample[],
  kind: Kind,
): Extract<SampleDetail, { kind: Kind }> | undefined => detailsOf(samples, kind)[0];

const detailsOf = <Kind extends SampleDetail['kind']>(
  samples: readonly Sample[],
  kind: Kind,
): Extract<SampleDetail, { kind: Kind }>[] =>
  samples
    .filter(isCompleted)
    .map(({ outcome }) => outcome.detail)
    .filter((detail): detail is Extract<SampleDetail, { kind: Kind }> => detail.kind === kind);

/** One sample that met several processes suffices: then it is a sum. */
const residentIn = (samples: readonly Sample[]): Pick<Result, 'residentOf'> => {
  const told = detailsOf(samples, 'program').flatMap(({ residentOf }) => residentOf ?? []);
  const residentOf = told.find((one) => one === 'sum of samples') ?? told[0];
  return residentOf === undefined ? {} : { residentOf };
};

/** A program's pilot has its points beside what else is told of a program. */
const pointsOfProgram = (samples: readonly Sample[]): Result['timeline'] =>
  detailsOf(samples, 'program').find(({ points }) => points !== undefined)?.points ?? [];

/**
 * Of a program of more than one process that was read from inside, each with its figures: of the first sample that has them.
 * Processes are told apart by their names, and those of one name by the order in which they were started.
 */
const processesIn = (samples: readonly Sample[]): Result['processes'] => {
  const found = new Map<string, Result['processes'][number]>();
  for (const { processes = [] } of detailsOf(
    samples.filter(({ purpose }) => purpose !== 'pilot'),
    'program',
  )) {
    const seen = new Map<string, number>();
    for (const { name, role, metrics: figures } of processes) {
      const number = (seen.get(name) ?? 0) + 1;
      seen.set(name, number);
      const key = `${name} ${number}`;
      const known = found.get(key);
      found.set(key, { name, role, ...known, metrics: { ...figures, ...known?.metrics } });
    }
  }
  return found.size > 1 ? [...found.values()] : [];
};

/** What was read after cycles or stretches of requests, and the metric that its slope is. */
interface Grown {
  readonly metric: MetricReadBy<'cycles'> | 'growthPerRequest';
  /** One a sample, in the samples' order. */
  readonly growths: readonly Growth[];
}

const growthIn = (samples: readonly Sample[]): Grown | null => {
  const ofCycles = growthsOf(samples, 'cycles', ({ liveBytes }, flags) => growthOfCycles(liveBytes, flags));
  if (ofCycles.length > 0) return { metric: 'growthPerCycle', growths: ofCycles.slice(0, 1) };
  const ofStretches = growthsOf(samples, 'stretches', growthOfStretches);
  return ofStretches.length > 0 ? { metric: 'growthPerRequest', growths: ofStretches } : null;
};

const growthsOf = <Kind extends 'cycles' | 'stretches'>(
  samples: readonly Sample[],
  kind: Kind,
  growthOf: (detail: Extract<SampleDetail, { kind: Kind }>, flags: readonly string[]) => Growth | null,
): Growth[] =>
  samples
    .filter(({ purpose }) => purpose === kind)
    .flatMap((sample) => {
      const detail = detailOf([sample], kind);
      return detail === undefined ? [] : (growthOf(detail, sample.conditions.flags) ?? []);
    });

/** A slope is one figure made of many readings, and has its interval from them where few samples have one. */
const summariesOfGrowth = ({ metric, growths }: Grown): Partial<Record<MetricName, Summary>> => {
  const summary = summarise(
    growths.map(({ slope }) => slope),
    metrics[metric].unit,
  );
  return { [metric]: { ...summary, ci95: summary.ci95 ?? middleOf(growths).ci95 } };
};

/** That of the middle slope, which says what most samples say. */
const middleOf = (growths: readonly Growth[]): Growth =>
  growths.toSorted((a, b) => a.slope - b.slope)[(growths.length - 1) >> 1] as Growth;

const verdictOf = ({ growths }: Grown): NonNullable<Result['growth']> => {
  const { verdict, resolution, enough } = middleOf(growths);
  return { verdict, resolution, enough };
};

/** What the completed samples of one strategy do not agree about, though they did the same work. */
export const disagreementsOf = (samples: readonly Sample[]): ('completeness' | 'consumer')[] => {
  const outcomes = samples.filter(isCompleted).map(({ outcome }) => outcome);
  return (['completeness', 'consumer'] as const).filter((part) =>
    outcomes.some((outcome) => !isDeepStrictEqual(outcome[part], outcomes[0]?.[part])),
  );
};

/** One value a round: what several samples of a round count alike (the ledger's) is one reading, and not several. */
const summariesOf = (samples: readonly Sample[]): Partial<Record<MetricName, Summary>> => {
  const summaries: Partial<Record<MetricName, Summary>> = {};
  for (const name of metricNames) {
    const values = [...valuesByRound(samples, name).values()];
    if (values.length > 0) summaries[name] = summarise(values, metrics[name].unit);
  }
  return summaries;
};

const reasonsFor = (
  missing: readonly MetricName[],
  wanted: readonly MetricName[],
  samples: readonly Sample[],
  row: Row,
): Partial<Record<MetricName, string>> => {
  const reasons: Partial<Record<MetricName, string>> = {};
  for (const name of missing) {
    const given = samples.filter(isCompleted).find(({ outcome }) => outcome.unavailable[name] !== undefined);
    const reason =
      given?.outcome.unavailable[name] ??
      (wanted.includes(name) && !isForeign(name, row)
        ? (hindranceTo(name, row) ?? absenceOf(name, samples))
        : undefined);
    if (reason !== undefined) reasons[name] = reason;
  }
  return reasons;
};

/** Why no sample yielded a metric that was wanted. */
const absenceOf = (name: MetricName, samples: readonly Sample[]): string => {
  const able = samples.filter(({ purpose }) => isCounted(name) || purpose === purposeOf(name));
  const failure = able.find(isFailed)?.outcome.failure;
  if (failure !== undefined) return `no sample that reads it completed: ${failure.kind}`;
  return able.length === 0 ? 'no sample that reads it was taken' : 'the samples that read it reported none';
};

/**
 * The first that is not exactly the workload, so that a loss in one sample is not hidden by the others; else the last,
 * which of a target has seen the most.
 */
const worstCompleteness = (samples: readonly Sample[]): Completeness | null => {
  const all = samples.map(({ outcome }) => outcome.completeness).filter((one) => one !== null);
  return all.find(({ digestMatches }) => !digestMatches) ?? all.at(-1) ?? null;
};
