import { suggestName } from '../../errors/suggest.ts';
import { UserError } from '../../errors/user-error.ts';
import {
  isMetricName,
  type MetricName,
  metricNames,
  metrics,
  type OfKind,
  type Unit,
} from '../../record/metrics.ts';
import { type MeasuringPurpose, purposeDefinitions } from '../../record/purposes.ts';

/** What there is to know of a metric before its figures are believed. */
export interface Explained {
  readonly schema: 'tidemark/explain@1';
  readonly name: MetricName;
  /** What reports call it. */
  readonly title: string;
  readonly meaning: string;
  readonly unit: Unit;
  readonly better: 'less' | 'more';
  readonly measured: 'by default' | 'when asked for' | 'always';
  /** The samples that read it; null for what is counted in samples of any purpose. */
  readonly purpose: {
    readonly name: MeasuringPurpose;
    readonly reads: string;
    readonly taken: 'each round' | 'once';
  } | null;
  /** Who counts it; null where samples of a purpose read it. */
  readonly countedBy: 'services' | 'client' | null;
  /** What it means of each kind of row; `same`: what `meaning` says. Why there is none stands in its place, see `lacks`. */
  readonly of: Readonly<Record<'strategy' | 'program' | 'server', OfKind>>;
  /** Whether figures of two machines may be compared. */
  readonly isPortable: boolean;
  /** Memory that its figures leave out, in words. */
  readonly leavesOut: readonly string[];
  /** Where its exactness ends: a page of Tidemark's repository, with the section. */
  readonly page: string;
}

/**
 * @param asked a metric's name, or what reports call it
 * @throws UserError for another, with the nearest
 */
export const explainMetric = (asked: string): Explained => {
  const name = isMetricName(asked) ? asked : metricNames.find((one) => metrics[one].title === asked);
  if (name === undefined) {
    throw new UserError(`unknown metric "${asked}"`, { advice: suggestName(asked, metricNames) });
  }
  const { title, meaning, unit, better, measured, readBy, isPortable } = metrics[name];
  const purpose = readBy === 'ledger' || readBy === 'client' ? null : readBy;
  return {
    schema: 'tidemark/explain@1',
    name,
    title,
    meaning,
    unit,
    better,
    measured,
    purpose: purpose && {
      name: purpose,
      reads: purposeDefinitions[purpose].reads,
      taken: purposeDefinitions[purpose].taken,
    },
    countedBy: purpose === null ? (readBy === 'client' ? 'client' : 'services') : null,
    of: {
      strategy: metrics[name].ofStrategy,
      program: metrics[name].ofProgram,
      server: metrics[name].ofServer,
    },
    isPortable,
    leavesOut:
      purpose === null || unit !== 'bytes'
        ? []
        : purposeDefinitions[purpose].leavesOut.map((kind) => unseenInWords[kind]),
    page: pageOf(name),
  };
};

const unseenInWords: Readonly<
  Record<(typeof purposeDefinitions)[MeasuringPurpose]['leavesOut'][number], string>
> = {
  resident: "memory that V8 does not tell of: an addon's, the allocator's, code",
  workers: 'Workers, each of which has a heap of its own',
  children: 'other processes that the row starts',
};

const probes = 'src/subject/probes/README.md';

const sectionOf: Readonly<Record<(typeof metrics)[MetricName]['readBy'], string>> = {
  live: `${probes}#peaklive-peaklivebefore`,
  heap: `${probes}#peakheap-peaktotal-allocated-gccount-gctime`,
  timing: `${probes}#walltime-warmtime-cputime`,
  floor: `${probes}#minheap`,
  container: `${probes}#mincontainer`,
  cycles: `${probes}#growthpercycle`,
  traced: `${probes}#tracedpeak`,
  ledger: `${probes}#requests-and-the-rest-of-the-ledger-retries`,
  client: `${probes}#requests-and-the-rest-of-the-ledger-retries`,
  stretches: 'fixtures/README.md#a-server-under-load',
};

/** What has another section than the rest of its samples. */
const ownSections: Partial<Record<MetricName, string>> = {
  peakRss: `${probes}#peakrss`,
  peakRssLargest: `${probes}#peakrss`,
  pageCache: `${probes}#pagecache`,
};

const pageOf = (name: MetricName): string => {
  const { table, readBy } = metrics[name];
  return ownSections[name] ?? sectionOf[table === 'server' ? 'stretches' : readBy];
};
