import type { Sample } from '../record/sample.ts';
import { type Floor, type Survival, searchFloor } from './floor-search.ts';
import type { PlannedSample } from './plan.ts';
import { conditionsOf, mayCount, type Pilot, runSubject, sampleOf, type Workshop } from './take-sample.ts';

/** A try that takes this many times as long as the pilot makes no progress any more: it collects all the time. */
const thrashingFactor = 8;
const shortestTimeoutMs = 10_000;

const flagsUnder = (limitMb: number): readonly string[] => [
  '--max-semi-space-size=1',
  `--max-old-space-size=${limitMb}`,
];

/**
 * Searches for the lowest heap limit that a strategy survives. Out of memory, no progress, and a set of workflows that is
 * not exactly the workload count as not surviving. Null when it was interrupted.
 *
 * @param pilot where to begin: the heap that it grew to without a limit is more than it needs
 */
export const takeFloor = async (
  workshop: Workshop,
  planned: PlannedSample,
  pilot: Pilot | undefined,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const timeoutMs = Math.ceil(Math.max(shortestTimeoutMs, thrashingFactor * (pilot?.processMs ?? 0)));
  let last: Sample['outcome'] | null = null;
  const attempt = async (limitMb: number): Promise<Survival> => {
    const trial = await runSubject(workshop, planned, { flags: flagsUnder(limitMb), cycles: 1, timeoutMs });
    if (trial === null) throw new Interrupted();
    const { end, completeness } = trial;
    if (end.type === 'failed') {
      last ??= { status: 'failed', failure: end.failure, completeness };
      return { survived: false, reason: end.failure.kind };
    }
    if (!mayCount(completeness, workshop.scenario)) return { survived: false, reason: 'incomplete' };
    const { report } = end;
    last = { ...report, status: 'completed', metrics: {}, completeness };
    return { survived: true };
  };
  const pilotMb = (pilot?.peakHeap ?? 64e6) / 2 ** 20;
  try {
    const floor = await searchFloor(pilotMb * 0.75, Math.ceil(pilotMb * 2 + 64), attempt);
    const conditions = conditionsOf(workshop.header, ['--max-semi-space-size=1', '--max-old-space-size=N']);
    return sampleOf(planned, { startedAt, conditions, outcome: outcomeOf(floor, last) });
  } catch (thrown) {
    if (thrown instanceof Interrupted) return null;
    throw thrown;
  }
};

class Interrupted extends Error {}

const outcomeOf = ({ limitMb, probes }: Floor, last: Sample['outcome'] | null): Sample['outcome'] => {
  if (last?.status !== 'completed' || limitMb === null) {
    const message = `no heap limit up to ${(probes.at(-1)?.limitBytes ?? 0) / 2 ** 20} MB was survived three times out of three`;
    return last?.status === 'failed'
      ? last
      : { status: 'failed', failure: { kind: 'out-of-memory', message }, completeness: null };
  }
  return { ...last, metrics: { minHeap: limitMb * 2 ** 20 }, detail: { kind: 'floor', probes } };
};
