import { limitNames } from '../../analysis/changes/comparable.ts';
import { isResolved } from '../../analysis/run/compare.ts';
import { smallestLeak } from '../../analysis/statistics/growth.ts';
import { type MetricName, metricNames, metrics } from '../../record/metrics.ts';
import { meaningOfProgram } from '../../record/rows.ts';
import type { Comparison, Result, Run } from '../../record/run.ts';
import type { FloorProbe } from '../../record/subject-report.ts';
import { formatBytes, formatLimit } from '../../units/bytes.ts';
import { formatCount, formatRatio } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { hasSeveralRuntimes, headlineComparison, isFrontShown, isWorthTelling } from './tables.ts';

/*
 * A run in sentences of plain text, unescaped, which every format shows in its own way.
 */

/** What was measured: workload, seed, scale, Node, samples. */
export const subjectOf = ({ scenario, workload, environment }: Run): string =>
  [
    ...(scenario.target === true
      ? [`${formatCount(workload.workflows)} workflows of a real service`]
      : [
          `${formatCount(workload.workflows)} workflows, ${formatBytes(workload.bytes)} (${formatBytes(workload.meanBytes)} each)`,
          `seed ${scenario.seed}`,
          `scale ${scenario.scale}`,
        ]),
    `Node ${environment.node.replace(/^v/, '')}`,
    `${scenario.samples} ${scenario.samples === 1 ? 'sample' : 'samples'} of each kind`,
  ].join(', ');

/**
 * What the run found, first: how the strategies compare, which of them failed and why, the floor under all of them, and
 * whether memory grows from cycle to cycle.
 */
export const verdictLines = (run: Run): string[] => [
  ...comparisonLines(run),
  ...failureLines(run),
  ...asideLines(run),
];

/** What a reader must know beside the comparisons: the floor, and whether memory grows. */
export const asideLines = (run: Run): string[] =>
  [floorOf(run) ?? [], frontLines(run), growthLines(run)].flat();

const isFloor = ({ strategy }: Result): boolean => strategy === 'idle';

/** What every strategy pays before it fetches a workflow; null if `idle` has no figures. */
const floorOf = ({ results }: Run): string | null => {
  const idle = results.find(isFloor);
  const shown = (['peakLive', 'peakHeap', 'peakRss', 'wallTime'] as const).flatMap((name) => {
    const summary = idle?.metrics[name];
    return summary === undefined
      ? []
      : `${metrics[name].title} ${formatQuantity(summary.median, summary.unit)}`;
  });
  return idle === undefined || shown.length === 0
    ? null
    : `${idle.label} is the floor: it fetches the locks and no workflow (${shown.join(', ')})`;
};

/** The comparison of each strategy but the floor, by the first metric by which its runtime's rows are compared. */
export const headlineComparisons = (run: Run): Comparison[] =>
  run.results
    .filter((result) => !isFloor(result) && (result.program === null || result.yields === 'workload'))
    .flatMap((result) => headlineComparison(run, result) ?? []);

/** A line for each of the headline's comparisons. */
const comparisonLines = (run: Run): string[] =>
  headlineComparisons(run).map((comparison) => comparisonInWords(comparison, run));

/** The runtime is said where it tells rows apart. */
export const comparisonInWords = (comparison: Comparison, { results }: Run): string => {
  const { label, to, metric, ratio, range, rounds, ci95 } = comparison;
  const runtime = results.find((one) => one.label === label)?.runtime;
  const prefix = hasSeveralRuntimes(results) ? `${runtime}: ` : '';
  const [low, high] = (ci95 ?? range).map(formatRatio);
  const over = `over ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`;
  const spread = `${ci95 === null ? '' : '95 % interval '}${low} to ${high} ${over}`;
  return `${prefix}${label}: ${metrics[metric].title} ${formatRatio(ratio)} of ${to} (${spread}): ${verdictInWords(comparison)}`;
};

const verdictInWords = (comparison: Comparison): string => {
  const { verdict, ci95, range, rounds } = comparison;
  if (!isResolved(comparison)) return 'not resolved';
  if (verdict === 'no difference') {
    const [low, high] = ci95 ?? range;
    return low > 1 || high < 1 ? `${verdict} that the instrument resolves` : verdict;
  }
  return ci95 !== null ? verdict : `${verdict} in ${rounds === 1 ? 'the one round' : 'every round'}`;
};

/** Which rows are worth choosing between; empty where there are too few to need it. */
const frontLines = (run: Run): string[] => {
  if (!isFrontShown(run)) return [];
  const on = run.results.filter(({ onParetoFront }) => onParetoFront === true).map(({ label }) => label);
  return [
    `Pareto front, where no other row is both faster and leaner (wall time, peak live): ${on.join('; ')}`,
  ];
};

/** Whether memory grows from cycle to cycle in one process, for each strategy of which that was measured. */
const growthLines = ({ results }: Run): string[] =>
  results.flatMap(({ label, leak, metrics: { growthPerCycle: growth } }) => {
    if (leak === null || growth?.ci95 == null) return [];
    const [low, high] = growth.ci95.map((bound) => formatQuantity(bound, 'bytes'));
    const slope = formatQuantity(growth.median, 'bytes');
    return [
      `${label}: live memory changes by ${slope} a cycle (95 % interval ${low} to ${high}): ${leakInWords[leak]}`,
    ];
  });

const leakInWords = {
  leak: 'leak',
  'no leak': `no leak above ${formatBytes(smallestLeak)} a cycle`,
  undecided: `undecided: the interval reaches above ${formatBytes(smallestLeak)} a cycle, the smallest leak that is told`,
} as const;

/** How the lowest heap limit was found: each limit that was tried, and how many tries survived. */
export const floorLines = ({ results }: Run): string[] =>
  results
    .filter(({ floorProbes }) => floorProbes.length > 0)
    .map(({ label, floorProbes }) => `${label}: heap limits tried, with survivals: ${tried(floorProbes)}`);

/** What the words of the table of limits mean, where a run has it; and each limit that the search for the lowest tried. */
export const containerLines = ({ results }: Run): string[] => {
  const asked = results.some(({ containerLimits }) => containerLimits.length > 0);
  const meaning =
    'lives: three tries out of three completed in a container of this limit, page cache included, without swap; killed: the kernel ended it, the container was full; out of memory: its runtime gave up before the container was full, as V8 does when the heap that Node sizes by the limit is; thrashes: it took many times as long as without a limit';
  return [
    ...(asked ? [meaning] : []),
    ...untriedLines(results),
    ...results
      .filter(({ containerProbes }) => containerProbes.length > 0)
      .map(
        ({ label, containerProbes }) =>
          `${label}: container limits tried, with survivals: ${tried(containerProbes)}`,
      ),
  ];
};

/** Limits without a try that counts, and why: rows with the same reason on one line. */
const untriedLines = (results: Run['results']): string[] => {
  const untried = results.flatMap(({ label, containerLimits }) =>
    containerLimits
      .filter(({ tries }) => tries === 0)
      .map(({ limitBytes, endings }) => ({
        label,
        lack: `no result in ${formatLimit(limitBytes)}: ${endings.join(', ')}`,
      })),
  );
  return [...Map.groupBy(untried, ({ lack }) => lack)].map(
    ([lack, rows]) => `${rows.map(({ label }) => label).join(', ')}: ${lack}`,
  );
};

const tried = (probes: readonly FloorProbe[]): string =>
  probes
    .map(({ limitBytes, survived, tries, endings }) => {
      const how = endings.length > 0 ? ` (${endings.join(', ')})` : '';
      return `${limitBytes / 2 ** 20} MiB ${survived}/${tries}${how}`;
    })
    .join('; ');

/** Why strategies failed, and whether that was expected. */
export const failureLines = ({ results }: Run): string[] =>
  results.flatMap(({ label, failure, expect }) =>
    failure === null
      ? []
      : failure.kind === 'not-installed'
        ? `${label} skipped: ${failure.message}`
        : `${label} failed${expect === 'fails' ? ', as expected' : ''}: ${failure.kind}: ${failure.message}`,
  );

/** Which figures completed strategies lack, those with the same reason together. */
export const unavailableLines = ({ results }: Run): string[] => {
  const lacks = results
    .filter(({ status }) => status === 'completed')
    .flatMap(({ label, unavailable }) => {
      const missing = metricNames.filter((name) => unavailable[name] !== undefined);
      const byReason = Map.groupBy(missing, (name) => unavailable[name]);
      return [...byReason].map(([reason, names]) => ({
        label,
        lack: `no ${names.map((name) => metrics[name].title).join(', ')} (${reason})`,
      }));
    });
  return [...Map.groupBy(lacks, ({ lack }) => lack)].map(
    ([lack, rows]) => `${rows.map(({ label }) => label).join(', ')}: ${lack}`,
  );
};

/** What the figures mean, of those metrics that the run has, among these. */
export const meaningLines = ({ results }: Run, shown: readonly MetricName[]): string[] =>
  shown
    .filter((name) => results.some(({ metrics: figures }) => isWorthTelling(name, figures[name])))
    .map((name) => {
      const ofProgram = results.some(({ program }) => program !== null) ? meaningOfProgram(name) : undefined;
      const { title, meaning } = metrics[name];
      return `${title}: ${meaning}${ofProgram === undefined ? '' : ` (a program: ${ofProgram})`}`;
    });

const limitLines = ({ limits }: Run['environment']): string[] => {
  if (limits === undefined) return [];
  const { heap, ...around } = limits;
  const set = Object.entries(around).flatMap(([name, bytes]) =>
    bytes === null ? [] : [`${limitNames[name as keyof typeof around]} ${formatLimit(bytes)}`],
  );
  const told = [...set, ...(heap === null ? [] : [`${limitNames.heap} ${formatLimit(heap)}`])];
  return told.length === 0 ? [] : [told.join(', ')];
};

const keptLines = ({ variables }: Run['environment']): string[] => {
  const kept = Object.entries(variables?.kept ?? {});
  return kept.length === 0
    ? []
    : [`variables: ${kept.map(([name, value]) => `${name}=${value}`).join(', ')}`];
};

export const environmentLines = ({ environment, workload, scenario, results }: Run): string[] => {
  const { node, v8, platform, arch, kernel, cpu, cores, memoryBytes, tidemark, commit, startedAt } =
    environment;
  const versions = Map.groupBy(
    results.filter(({ version }) => version !== null),
    ({ version }) => version,
  );
  const statuses = Object.entries(workload.byStatus).map(
    ([status, count]) => `${formatCount(count)} ${status}`,
  );
  return [
    `Node ${node.replace(/^v/, '')}, V8 ${v8}, ${platform} ${arch}, kernel ${kernel}`,
    ...[...versions].map(([version, rows]) => `${version}: ${rows.map(({ label }) => label).join(', ')}`),
    `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatBytes(memoryBytes)} of memory`,
    ...limitLines(environment),
    ...keptLines(environment),
    `tidemark ${tidemark}${commit === null ? '' : `, commit ${commit}`}, started ${startedAt}`,
    scenario.target === true
      ? 'target: yes'
      : `workload ${workload.profile}: ${statuses.join(', ')}; digest ${workload.digest}`,
    `scenario ${scenario.path}`,
  ];
};
