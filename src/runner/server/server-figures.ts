import type { Metrics } from '../../record/journal/sample.ts';
import type { LoadReport } from '../../record/messages/load.ts';
import type { SampleDetail } from '../../record/messages/subject-report.ts';
import {
  type MetricLackedBy,
  type MetricName,
  type MetricReadBy,
  metricNames,
  purposeOf,
} from '../../record/metrics.ts';
import type { PlannedSample } from '../plan.ts';
import type { Found } from '../program/inside/program-among.ts';

export interface Figures {
  readonly metrics: Metrics;
  readonly unavailable: Readonly<Partial<Record<MetricName, string>>>;
  readonly detail: SampleDetail;
}

type OfServers<Purpose extends 'timing' | 'stretches'> = Exclude<
  MetricReadBy<Purpose>,
  MetricLackedBy<'ofServer'>
>;

/** @param found what was read from inside when it ended, or why nothing was; null of a sample that is not for it */
export const figuresOf = (
  report: Extract<LoadReport, { status: 'completed' }>,
  found: Found | string | null,
  { purpose }: PlannedSample,
): Figures => {
  if (purpose === 'timing') return timingOf(report);
  if (purpose === 'stretches') return stretchesOf(report);
  const nothing = { metrics: {}, unavailable: {}, detail: { kind: 'none' } } as const;
  if (found === null) return nothing;
  if (typeof found === 'string') {
    const lacking = metricNames.filter((name) => purposeOf(name) === purpose);
    return { ...nothing, unavailable: Object.fromEntries(lacking.map((name) => [name, found])) };
  }
  const { version, metrics } = found.program;
  const detail = { kind: 'program', version, processes: found.processes } as const;
  return { ...nothing, metrics, detail };
};

const noProc = "the kernel tells of other processes in Linux's /proc alone";

const timingOf = ({ timing, resident }: Extract<LoadReport, { status: 'completed' }>): Figures => {
  if (timing === null) throw new Error('a load that was to be timed tells no time');
  const ofClock = {
    wallTime: timing.wallMs,
    requestsPerSecond: timing.requestsPerSecond,
    latencyP50: timing.p50,
    latencyP90: timing.p90,
    latencyP99: timing.p99,
    requestErrors: timing.errors,
  };
  const ofKernel = {
    cpuTime: resident?.cpuMs,
    peakRss: resident?.peak,
    rssBefore: resident?.before,
    rssSettled: resident?.settled,
  };
  const all = { ...ofClock, ...ofKernel } satisfies Record<OfServers<'timing'>, number | undefined>;
  return {
    metrics: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    unavailable:
      resident === null ? Object.fromEntries(Object.keys(ofKernel).map((name) => [name, noProc])) : {},
    detail: { kind: 'none' },
  };
};

const stretchesOf = ({ stretches }: Extract<LoadReport, { status: 'completed' }>): Figures => {
  const lackingOf = (why: string) =>
    ({ liveBefore: why, liveSettled: why }) satisfies Partial<Record<OfServers<'stretches'>, string>>;
  if (stretches === null) {
    return {
      metrics: {},
      unavailable: { ...lackingOf(noProc), growthPerRequest: noProc },
      detail: { kind: 'none' },
    };
  }
  const { of, before, readings } = stretches;
  const detail = { kind: 'stretches', of, readings } as const;
  if (of === 'resident') {
    return {
      metrics: {},
      unavailable: lackingOf('none of its processes answers from inside: growth is of resident memory'),
      detail,
    };
  }
  const settled = readings.at(-1)?.bytes ?? before;
  return { metrics: { liveBefore: before, liveSettled: settled }, unavailable: {}, detail };
};
