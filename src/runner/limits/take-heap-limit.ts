import type { Completeness, Failure, Outcome, Sample } from '../../record/journal/sample.ts';
import type { LimitTry } from '../../record/messages/subject-report.ts';
import type { MetricReadBy } from '../../record/metrics.ts';
import type { ScenarioRow } from '../../scenario/scenario.ts';
import type { PlannedSample } from '../plan.ts';
import { runJob } from '../rig.ts';
import {
  conditionsOf,
  incompleteness,
  mayCount,
  type Pilot,
  sampleOf,
  type Workshop,
} from '../subject/take-sample.ts';
import { redactionIn } from '../told-outcome.ts';
import { type LowestLimit, type Survival, searchLimit, timeoutUnderLimit } from './limit-search.ts';

const flagsUnder = (limitMb: number): readonly string[] => [
  '--max-semi-space-size=1',
  `--max-old-space-size=${limitMb}`,
];

/**
 * Searches for the lowest heap limit that a strategy survives. Out of memory, no progress, and a set of items that is
 * not exactly the workload count as not surviving. Null when it was interrupted.
 *
 * @param pilot where to begin: the heap that it grew to without a limit is more than it needs
 */
export const takeHeapLimit = async (
  workshop: Workshop,
  planned: PlannedSample<ScenarioRow>,
  pilot: Pilot | undefined,
): Promise<Sample | null> => {
  const startedAt = new Date().toISOString();
  const timeoutMs = timeoutUnderLimit(pilot?.processMs ?? 0);
  const seen: Seen = { completed: null, failed: null };
  const attempt = async (limitMb: number): Promise<Survival> => {
    const trial = await runJob(
      workshop,
      planned.row,
      { purpose: 'floor' },
      { flags: flagsUnder(limitMb), cycles: 1, timeoutMs },
    );
    if (trial === null) throw new Interrupted();
    const { end, completeness } = trial;
    if (end.type === 'reported' && mayCount(completeness, workshop.scenario)) {
      // What is the subject's own, such as whether types were stripped in it, is no part of a record.
      const { stripperLoaded: _, consumer, ...told } = end.report;
      seen.completed = { ...told, consumer, metrics: {}, completeness };
      return { survived: true };
    }
    const failure = end.type === 'failed' ? end.failure : incompleteness(completeness, workshop.scenario);
    seen.failed ??= { failure, completeness };
    return { survived: false, reason: failure.kind };
  };
  const pilotMb = (pilot?.peakHeap ?? 64e6) / 2 ** 20;
  try {
    const floor = await searchLimit(pilotMb * 0.75, Math.ceil(pilotMb * 2 + 64), attempt);
    const conditions = conditionsOf(workshop.header, ['--max-semi-space-size=1', '--max-old-space-size=N']);
    const redact = redactionIn(workshop.scenario, null);
    return sampleOf(planned, { startedAt, conditions, outcome: outcomeOf(floor, seen) }, redact);
  } catch (thrown) {
    if (thrown instanceof Interrupted) return null;
    throw thrown;
  }
};

class Interrupted extends Error {}

/** The last try that survived, and the first that did not. */
interface Seen {
  completed: Extract<Outcome, { status: 'completed' }> | null;
  failed: { readonly failure: Failure; readonly completeness: Completeness } | null;
}

/** Where no limit is survived, how the first try failed, and in words what was tried: a failed sample has no detail. */
const outcomeOf = ({ limitMb, probes }: LowestLimit, { completed, failed }: Seen): Outcome => {
  if (limitMb !== null && completed !== null) {
    const metrics: Readonly<Record<MetricReadBy<'floor'>, number>> = { minHeap: limitMb * 2 ** 20 };
    return { ...completed, metrics, detail: { kind: 'floor', probes } };
  }
  if (failed === null) throw new Error('a search that ends without a limit has seen no try fail');
  const { failure, completeness } = failed;
  const message = `${failure.message}; no heap limit was survived three times out of three: ${probes.map(probeInWords).join(', ')}`;
  return { status: 'failed', failure: { ...failure, message }, completeness };
};

const probeInWords = ({ limitBytes, tries, survived, endings }: LimitTry): string =>
  `${limitBytes / 2 ** 20} MiB ${survived}/${tries} (${endings.join(', ')})`;
