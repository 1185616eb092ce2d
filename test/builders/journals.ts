import { consumers, words } from '../../src/cases/reqmgr2/words.ts';
import type { CaseRecord } from '../../src/record/case.ts';
import type {
  Environment,
  Journal,
  JournalHeader,
  ScenarioSummary,
  WorkloadSummary,
} from '../../src/record/journal/journal.ts';
import type {
  Completeness,
  Conditions,
  Metrics,
  Outcome,
  Program,
  Row,
  Sample,
} from '../../src/record/journal/sample.ts';
import { isCounted, type MetricName, metrics, purposesOf } from '../../src/record/metrics.ts';
import type { Purpose } from '../../src/record/purposes.ts';
import { defaultMetricsOf } from '../../src/record/rows.ts';

const MB = 1_000_000;

const environment: Environment = {
  node: 'v26.10.0',
  v8: '14.2.231.9-node.12',
  platform: 'linux',
  arch: 'x64',
  cpu: 'Example CPU at 2.5 GHz',
  cores: 2,
  memoryBytes: 8_589_934_592,
  kernel: '6.1.0',
  tidemark: '0.1.0',
  instrument: 2,
  commit: '1a2b3c4',
  startedAt: '2026-11-20T10:00:00.000Z',
};

export const aCase: CaseRecord = {
  name: 'reqmgr2',
  consumer: 'rule-cleaner',
  words: { ...words, consumer: consumers['rule-cleaner'].title, counts: consumers['rule-cleaner'].counts },
};

const workload: WorkloadSummary = {
  name: 'production',
  items: 9555,
  groups: { announced: 9552, 'aborted-completed': 2, rejected: 1 },
  bytes: 179_634_000,
  meanBytes: 18_800,
  nesting: 0,
  digest: '9555:0c5e1f9a2b7d4',
};

/** Of strategies. */
export const defaultMetrics = defaultMetricsOf([{ program: null }]);

const scenario: ScenarioSummary = {
  name: 'production',
  description: null,
  path: 'scenarios/production.yaml',
  seed: 1,
  scale: 1,
  samples: 3,
  metrics: defaultMetrics,
  limits: [],
};

export const complete: Completeness = {
  expected: 9555,
  processed: 9555,
  missed: 0,
  duplicated: 0,
  stale: 0,
  digestMatches: true,
};
const nothing: Completeness = { ...complete, expected: 0, processed: 0 };
const cleaned = { total: 9555, cleaned: 9300, normalArchived: 9100, forceArchived: 55 };

export const aRow = (label: string, changes: Partial<Row> = {}): Row => ({
  label,
  strategy: label.split(' ')[0] ?? label,
  params: {},
  runtime: 'node',
  expect: 'completes',
  yields: label === 'idle' ? 'nothing' : 'workload',
  program: null,
  ...changes,
});

/** A row of a program. */
export const aProgram = (label: string, program: Partial<Program> = {}, changes: Partial<Row> = {}): Row =>
  aRow(label, {
    strategy: 'python3 client.py',
    runtime: 'python',
    program: { command: ['python3', 'client.py'], traced: false, checked: true, ...program },
    ...changes,
  });

export const completed = (
  values: Metrics,
  changes: Partial<Extract<Outcome, { status: 'completed' }>> = {},
): Outcome => ({
  status: 'completed',
  metrics: values,
  unavailable: {},
  completeness: complete,
  consumer: cleaned,
  detail: { kind: 'none' },
  ...changes,
});

export const outOfMemory: Outcome = {
  status: 'failed',
  failure: {
    kind: 'out-of-memory',
    message: 'Reached heap limit Allocation failed - JavaScript heap out of memory',
  },
  completeness: null,
};

const conditionsFor: Readonly<Record<Purpose, Conditions>> = {
  heap: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
  live: { node: 'v26.10.0', arch: 'x64', flags: ['--gc-global'], workloadDigest: workload.digest },
  cycles: { node: 'v26.10.0', arch: 'x64', flags: ['--expose-gc'], workloadDigest: workload.digest },
  stretches: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
  floor: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
  container: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
  pilot: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
  traced: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
  timing: { node: 'v26.10.0', arch: 'x64', flags: [], workloadDigest: workload.digest },
};

export const aSample = (label: string, changes: Partial<Sample> = {}): Sample => ({
  type: 'sample',
  label,
  purpose: 'heap',
  round: 1,
  startedAt: '2026-11-20T10:00:01.000Z',
  conditions: conditionsFor[changes.purpose ?? 'heap'],
  outcome: completed({ peakHeap: 380 * MB }),
  ...changes,
});

type HeaderChanges = Partial<Omit<JournalHeader, 'scenario'>> & { scenario?: Partial<ScenarioSummary> };

/** A header with a row for each label that the samples have, in their order; the first is the reference. */
export const aJournal = (samples: readonly Sample[], changes: HeaderChanges = {}): Journal => {
  const labels = [...new Set(samples.map(({ label }) => label))];
  return {
    header: {
      type: 'run',
      schema: 'tidemark/journal@2',
      case: aCase,
      environment,
      workload,
      reference: labels[0] ?? null,
      rows: labels.map((label) => aRow(label)),
      claims: [],
      budgets: [],
      ...changes,
      scenario: { ...scenario, ...changes.scenario },
    },
    samples,
  };
};

/** The same figures of another run, so many hours later. */
export const retaken = ({ header, samples }: Journal, hours = 1): Journal => {
  const later = (time: string): string => new Date(Date.parse(time) + hours * 3_600_000).toISOString();
  const { environment: taken } = header;
  return {
    header: {
      ...header,
      ...(header.id !== undefined && { id: `${header.id}-${hours}` }),
      environment: { ...taken, startedAt: later(taken.startedAt) },
    },
    samples: samples.map((sample) => ({ ...sample, startedAt: later(sample.startedAt) })),
  };
};

/** Heap samples of one metric, a round each. */
export const rounds = (label: string, metric: MetricName, values: readonly number[]): Sample[] =>
  values.map((value, i) =>
    aSample(label, {
      round: i + 1,
      purpose: purposesOf([metric])[0] ?? 'heap',
      outcome: completed({ [metric]: value }),
    }),
  );

const typical: Readonly<Record<string, Required<Record<MetricName, number>>>> = {
  idle: figures(4.6, 5.1, 62, 24, [2, 0.4, 0.3, 1]),
  naive: figures(380, 679, 770, 2010, [5, 180, 179.6, 1]),
  'per-status': figures(379.6, 678, 768, 1930, [5, 180, 179.6, 1]),
  'name-then-chunk chunk=100': figures(48.4, 61, 201, 1520, [103, 181, 2.1, 1]),
};

function figures(
  peakHeap: number,
  peakTotal: number,
  peakRss: number,
  wallTime: number,
  [requests, received, largest, inFlight]: readonly [number, number, number, number],
): Required<Record<MetricName, number>> {
  return {
    peakLive: 0.9 * peakTotal * MB,
    peakLiveBefore: 0.93 * peakTotal * MB,
    peakHeap: peakHeap * MB,
    peakTotal: peakTotal * MB,
    tracedPeak: 0.9 * peakTotal * MB,
    allocated: 3 * peakHeap * MB,
    gcCount: 40,
    gcTime: wallTime / 5,
    peakRss: peakRss * MB,
    peakRssLargest: peakRss * MB,
    wallTime,
    warmTime: 0.8 * wallTime,
    minHeap: 0.95 * peakHeap * MB,
    minContainer: 0.9 * peakRss * MB,
    pageCache: 50e6,
    growthPerCycle: 1000,
    liveBefore: 0.5 * peakHeap * MB,
    liveSettled: 0.6 * peakHeap * MB,
    growthPerRequest: 10,
    rssBefore: 0.5 * peakRss * MB,
    rssSettled: 0.8 * peakRss * MB,
    requestsPerSecond: 1e6 / wallTime,
    latencyP50: wallTime / 100,
    latencyP90: wallTime / 50,
    latencyP99: wallTime / 20,
    requestErrors: 0,
    cpuTime: 1.3 * wallTime,
    requests,
    bytesReceived: received * MB,
    largestResponse: largest * MB,
    peakInFlight: inFlight,
    peakBytesInFlight: largest * MB,
    retries: 0,
    faults: 0,
  };
}

/** A run as the prototype measured it: four strategies, so many rounds, each figure a little off in each round. */
export const productionJournal = (roundCount = 3, changes: HeaderChanges = {}): Journal => {
  const samples = Array.from({ length: roundCount }, (_, i) => i + 1).flatMap((round) =>
    Object.entries(typical).flatMap(([label, values], row) =>
      purposesOf(defaultMetrics).map((purpose) =>
        aSample(label, {
          round,
          purpose,
          outcome: completed(
            Object.fromEntries(
              defaultMetrics
                .filter((name) => isCounted(name) || metrics[name].readBy === purpose)
                .map((name) => [name, isCounted(name) ? values[name] : wobble(values[name], round, row)]),
            ),
            label === 'idle'
              ? {
                  completeness: nothing,
                  consumer: { total: 0, cleaned: 0, normalArchived: 0, forceArchived: 0 },
                }
              : {},
          ),
        }),
      ),
    ),
  );
  return aJournal(samples, {
    reference: 'naive',
    ...changes,
    scenario: { samples: roundCount, ...changes.scenario },
  });
};

/** Up to 0.6 % off, differently for each round and strategy, the same every time. */
const wobble = (value: number, round: number, row: number): number =>
  Math.round(value * (1 + 0.003 * Math.sin(round * 2.4 + row * 1.7) * 2));
