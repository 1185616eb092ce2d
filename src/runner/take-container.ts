import type { Sample } from '../record/sample.ts';
import type { FloorProbe } from '../record/subject.ts';
import type { CgroupHost, MemoryCgroup } from './container/memory-cgroup.ts';
import { type Floor, type Survival, searchFloor, tryLimit } from './floor-search.ts';
import type { PlannedSample } from './plan.ts';
import {
  conditionsOf,
  mayCount,
  outcomeOf,
  runSubject,
  sampleOf,
  type Trial,
  type Workshop,
} from './take-sample.ts';

/** A try that takes this many times as long as the one without a limit collects or reclaims all the time. */
const thrashingFactor = 8;
const shortestTimeoutMs = 10_000;
const megabyte = 2 ** 20;

/**
 * Which limits of a container a strategy survives: those that the scenario asks about, and by a search the lowest, if
 * `minContainer` is wanted. Node gets no flag, since in a container it sizes its heap from the limit. A first run without
 * a limit shows that the strategy completes at all, and where to begin. Null when it was interrupted.
 */
export const takeContainer = async (
  workshop: Workshop,
  planned: PlannedSample,
  cgroups: CgroupHost,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const conditions = conditionsOf(workshop.header, []);
  const { limits, metrics, timeout } = workshop.scenario;
  const began = performance.now();
  const free = await runInside(workshop, planned, cgroups, { limitBytes: null, timeoutMs: timeout * 1000 });
  if (free === null) return null;
  const timeoutMs = Math.ceil(Math.max(shortestTimeoutMs, thrashingFactor * (performance.now() - began)));
  const outcome = outcomeOf(free.trial, workshop, planned);
  if (outcome.status === 'failed') return sampleOf(planned, { startedAt, conditions, outcome });
  if (!cgroups.available) {
    const unavailable = { ...outcome.unavailable, minContainer: cgroups.reason };
    return sampleOf(planned, { startedAt, conditions, outcome: { ...outcome, unavailable } });
  }

  const attempt = (limitMb: number): Promise<Survival> =>
    survivalUnder(workshop, planned, cgroups, { limitBytes: limitMb * megabyte, timeoutMs });
  try {
    const asked: FloorProbe[] = [];
    for (const limit of limits) asked.push(await tryLimit(limit / megabyte, attempt));
    const guessMb = (free.peak ?? 256 * megabyte) / megabyte;
    const floor = metrics.includes('minContainer')
      ? await searchFloor(guessMb * 0.9, Math.ceil(guessMb * 2 + 256), attempt)
      : null;
    return sampleOf(planned, { startedAt, conditions, outcome: { ...outcome, ...figuresOf(asked, floor) } });
  } catch (thrown) {
    if (thrown instanceof Interrupted) return null;
    throw thrown;
  }
};

const figuresOf = (limits: readonly FloorProbe[], floor: Floor | null) => {
  const detail = { kind: 'container', limits, probes: floor?.probes ?? [] } as const;
  if (floor === null) return { detail };
  if (floor.limitMb !== null) return { detail, metrics: { minContainer: floor.limitMb * megabyte } };
  const highest = floor.probes.at(-1)?.limitBytes ?? 0;
  const reason = `no limit up to ${highest / megabyte} MiB was survived three times out of three`;
  return { detail, metrics: {}, unavailable: { minContainer: reason } };
};

class Interrupted extends Error {}

type Limits = { readonly limitBytes: number | null; readonly timeoutMs: number };

/** The kernel's kill (the container is full) and V8's own end inside the limit are told apart by the cgroup's count. */
const survivalUnder = async (
  workshop: Workshop,
  planned: PlannedSample,
  cgroups: CgroupHost,
  limits: Limits,
): Promise<Survival> => {
  const run = await runInside(workshop, planned, cgroups, limits);
  if (run === null) throw new Interrupted();
  const { trial, kills } = run;
  if (kills > 0) return { survived: false, reason: 'killed-by-kernel' };
  if (trial.end.type === 'failed') return { survived: false, reason: trial.end.failure.kind };
  return mayCount(trial.completeness, workshop.scenario)
    ? { survived: true }
    : { survived: false, reason: 'incomplete' };
};

const runInside = async (
  workshop: Workshop,
  planned: PlannedSample,
  cgroups: CgroupHost,
  { limitBytes, timeoutMs }: Limits,
): Promise<{ readonly trial: Trial; readonly kills: number; readonly peak: number | null } | null> => {
  const run = (cgroup?: MemoryCgroup): Promise<Trial | null> =>
    runSubject(workshop, planned, { flags: [], cycles: 1, timeoutMs, ...(cgroup && { cgroup }) });
  if (!cgroups.available) {
    const trial = await run();
    return trial && { trial, kills: 0, peak: null };
  }
  const cgroup = cgroups.create(limitBytes);
  try {
    const trial = await run(cgroup);
    return trial && { trial, kills: cgroup.kills(), peak: cgroup.peak() };
  } finally {
    await cgroup.remove();
  }
};
