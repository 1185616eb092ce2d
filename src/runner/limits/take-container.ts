import type { Failure, FailureKind, Outcome, Sample } from '../../record/journal/sample.ts';
import type { LimitTry } from '../../record/messages/subject-report.ts';
import { type MetricReadBy, purposeOf } from '../../record/metrics.ts';
import type { ScenarioRow } from '../../scenario/scenario.ts';
import { formatLimit } from '../../units/bytes.ts';
import type { PlannedSample } from '../plan.ts';
import { runProgram } from '../program/take-program.ts';
import { runJob } from '../rig.ts';
import { runServer } from '../server/take-server.ts';
import { conditionsOf, outcomeOf, sampleOf, type Workshop } from '../subject/take-sample.ts';
import { redactionIn } from '../told-outcome.ts';
import type { CgroupHost, MemoryCgroup } from './container/memory-cgroup.ts';
import { type Search, searchLowest, tryAsked, Unexplained } from './container/try-limits.ts';
import { type Survival, timeoutUnderLimit } from './limit-search.ts';

const megabyte = 2 ** 20;

/**
 * Which limits of a container a strategy or program survives: those that the scenario asks about, and by a search the
 * lowest, if `minContainer` is wanted. Node gets no flag, since in a container it sizes its heap from the limit. A first
 * run without a limit shows that it completes at all, where to begin, and the page cache. Null when it was interrupted.
 */
export const takeContainer = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  cgroups: CgroupHost,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const { limits, metrics, timeout } = workshop.scenario;
  const redact = redactionIn(workshop.scenario, planned.row.program);
  const sample = (outcome: Outcome): Sample =>
    sampleOf(planned, { startedAt, conditions: conditionsOf(workshop.header, []), outcome }, redact);
  const began = performance.now();
  const free = await runInside(workshop, planned, cgroups, { limitBytes: null, timeoutMs: timeout * 1000 });
  if (free === null) return null;
  const { outcome } = free;
  if (outcome.status === 'failed') return sample(outcome);
  if (!cgroups.available) {
    const { reason } = cgroups;
    const wanted = metrics.filter((metric) => purposeOf(metric) === 'container');
    const lacking = Object.fromEntries(wanted.map((metric) => [metric, reason]));
    const unavailable = { ...outcome.unavailable, ...lacking };
    return sample({ ...outcome, unavailable });
  }

  const timeoutMs = timeoutUnderLimit(performance.now() - began);
  const attempt = (limitMb: number): Promise<Survival> =>
    survivalUnder(workshop, planned, cgroups, { limitBytes: limitMb * megabyte, timeoutMs });
  const { ceiling } = cgroups;
  try {
    const asked: LimitTry[] = [];
    for (const limit of limits) asked.push(await tryAsked(limit, ceiling, attempt));
    const guessMb = (free.peak ?? 256 * megabyte) / megabyte;
    const floor = metrics.includes('minContainer') ? await searchLowest(guessMb, ceiling, attempt) : null;
    return sample({ ...outcome, ...figuresOf(asked, floor, free.pageCache) });
  } catch (thrown) {
    if (thrown instanceof Interrupted) return null;
    throw thrown;
  }
};

type Figures = Partial<Record<MetricReadBy<'container'>, number>>;

const figuresOf = (limits: readonly LimitTry[], searched: Search | null, pageCache: number | null) => {
  const detail = { kind: 'container', limits, probes: searched?.floor?.probes ?? [] } as const;
  const metrics: Figures = pageCache === null ? {} : { pageCache };
  if (searched === null) return { detail, metrics };
  if (searched.reason !== null) return { detail, metrics, unavailable: { minContainer: searched.reason } };
  return { detail, metrics: { ...metrics, minContainer: (searched.floor.limitMb ?? 0) * megabyte } };
};

class Interrupted extends Error {}

interface Limits {
  readonly limitBytes: number | null;
  readonly timeoutMs: number;
}

/** The kernel's kill (the container is full) and V8's own end inside the limit are told apart by the cgroup. */
const survivalUnder = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  cgroups: CgroupHost & { readonly available: true },
  limits: Limits & { readonly limitBytes: number },
): Promise<Survival> => {
  const run = await runInside(workshop, planned, cgroups, limits);
  if (run === null) throw new Interrupted();
  const limit = formatLimit(limits.limitBytes);
  if (run.wasKilled && !run.wasFull) {
    throw new Unexplained(
      `a try in ${limit} was ended by the kernel before that was full: what is around it was, where ${cgroups.ceiling.reason}`,
    );
  }
  if (run.wasKilled) return { survived: false, reason: 'killed-by-kernel' };
  if (run.outcome.status === 'completed') return { survived: true };
  const { failure } = run.outcome;
  if (isDeath(failure)) return { survived: false, reason: failure.kind };
  throw new Unexplained(
    `a try in ${limit} failed, and not for want of memory (${failure.kind}: ${failure.message})`,
  );
};

/** Whether a failure under a limit may be the limit's doing. */
export const isDeath = (failure: Failure): boolean =>
  failure.kind === 'signal' ? failure.signal === 'SIGKILL' : mayBeOfLimit[failure.kind];

const mayBeOfLimit: Readonly<Record<Exclude<FailureKind, 'signal'>, boolean>> = {
  'out-of-memory': true,
  timeout: true,
  incomplete: true,
  exit: false,
  error: false,
  'invalid-report': false,
  'not-installed': false,
  'too-long': false,
};

interface InsideRun {
  readonly outcome: Outcome;
  readonly wasKilled: boolean;
  readonly wasFull: boolean;
  /** Bytes; null where it is not known. */
  readonly peak: number | null;
  /** The most bytes that were seen; null where nobody asked. */
  readonly pageCache: number | null;
}

const runInside = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  cgroups: CgroupHost,
  { limitBytes, timeoutMs }: Limits,
): Promise<InsideRun | null> => {
  if (!cgroups.available) {
    const outcome = await runOnce(workshop, planned, { timeoutMs });
    return outcome && { outcome, wasKilled: false, wasFull: false, peak: null, pageCache: null };
  }
  const cgroup = cgroups.create(limitBytes);
  const watch = watchPageCache(
    cgroup,
    limitBytes === null && workshop.scenario.metrics.includes('pageCache'),
  );
  try {
    const outcome = await runOnce(workshop, planned, { timeoutMs, cgroup });
    if (outcome === null) return null;
    const [wasKilled, wasFull] = [cgroup.wasKilled(), cgroup.wasFull()];
    return { outcome, wasKilled, wasFull, peak: cgroup.peak(), pageCache: watch.most() };
  } finally {
    watch.stop();
    await cgroup.remove();
  }
};

/**
 * The kernel keeps no mark of it: it is looked at again and again, since it goes with a file that is deleted. What cannot be read
 * meanwhile is told by the last look, which the sample waits for.
 * @param isWanted whether anybody asked: else nothing is looked at, and there is no figure
 */
const watchPageCache = ({ pageCache }: MemoryCgroup, isWanted: boolean) => {
  if (!isWanted) return { most: () => null, stop: () => {} };
  let most = 0;
  let failed: unknown = null;
  const look = (): void => {
    try {
      most = Math.max(most, pageCache());
    } catch (thrown) {
      failed ??= thrown;
    }
  };
  const timer = setInterval(look, pageCacheEvery);
  return {
    most: (): number => {
      look();
      if (failed !== null) throw failed;
      return most;
    },
    stop: () => clearInterval(timer),
  };
};

/** Milliseconds. A look takes some 20 µs. */
const pageCacheEvery = 20;

const runOnce = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  limits: { readonly timeoutMs: number; readonly cgroup?: MemoryCgroup },
): Promise<Outcome | null> => {
  const { program } = planned.row;
  if (program !== null) {
    const run = program.server === undefined ? runProgram : runServer;
    return run(workshop, planned, program, limits);
  }
  const trial = await runJob(
    workshop,
    planned.row,
    { purpose: 'container' },
    { flags: [], cycles: 1, ...limits },
  );
  return trial && outcomeOf(trial, workshop, planned);
};
