import { limitNames } from '../../analysis/changes/comparable.ts';
import { isResolved } from '../../analysis/run/compare.ts';
import { smallestLeak } from '../../analysis/statistics/growth.ts';
import { metricNames, metrics } from '../../record/metrics.ts';
import { meaningOfProgram } from '../../record/rows.ts';
import type { Comparison, Run } from '../../record/run.ts';
import type { FloorProbe } from '../../record/subject-report.ts';
import { formatBytes, formatLimit } from '../../units/bytes.ts';
import { formatChange, formatCount, formatRatio } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { idleOf } from './figures.ts';
import type { Item, Term } from './report.ts';
import { hasSeveralRuntimes, headlineComparison, isFrontShown, isWorthTelling } from './run-tables.ts';

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

/** What a reader must know beside the comparisons: the floor, and whether memory grows. */
export const asideLines = (run: Run): string[] =>
  [floorOf(run) ?? [], frontLines(run), growthLines(run)].flat();

/** What every strategy pays before it fetches a workflow; null if `idle` has no figures. */
const floorOf = (run: Run): string | null => {
  const idle = idleOf(run);
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

/** The comparison of each strategy but idle, by the first metric by which its runtime's rows are compared. */
export const comparisonItems = (run: Run): Item[] =>
  run.results
    .filter(
      ({ strategy, program, yields }) => strategy !== 'idle' && (program === null || yields === 'workload'),
    )
    .flatMap((result) => headlineComparison(run, result) ?? [])
    .map((comparison) => {
      const sentence = comparisonInWords(comparison, run);
      return {
        mark: formatChange(comparison.ratio),
        tone: ({ lower: 'good', higher: 'bad', 'no difference': 'open' } as const)[comparison.verdict],
        text: sentence,
        line: sentence,
      };
    });

/** The runtime is said where it tells rows apart. */
const comparisonInWords = (comparison: Comparison, { results }: Run): string => {
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

/** How the lowest limits were found: each limit that was tried, and how many tries survived. */
export const floorLines = ({ results }: Run): string[] =>
  (
    [
      ['heap', 'floorProbes'],
      ['container', 'containerProbes'],
    ] as const
  ).flatMap(([what, probes]) =>
    results
      .filter((result) => result[probes].length > 0)
      .map((result) => `${result.label}: ${what} limits tried, with survivals: ${tried(result[probes])}`),
  );

/** What the words of the table of limits mean, where a run has it; and what could not be tried. */
export const limitLines = ({ results }: Run): string[] => [
  ...(results.some(({ containerLimits }) => containerLimits.length > 0) ? [limitWords] : []),
  ...untriedLines(results),
];

const limitWords =
  'lives: three tries out of three completed in a container of this limit, page cache included, without swap; killed: the kernel ended it, the container was full; out of memory: its runtime gave up before the container was full, as V8 does when the heap that Node sizes by the limit is; thrashes: it took many times as long as without a limit';

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
export const failureItems = ({ results }: Run): Item[] =>
  results.flatMap(({ label, failure, expect }): Item[] => {
    if (failure === null) return [];
    const line =
      failure.kind === 'not-installed'
        ? `${label} skipped: ${failure.message}`
        : `${label} failed${expect === 'fails' ? ', as expected' : ''}: ${failure.kind}: ${failure.message}`;
    return [{ mark: 'failed', tone: 'bad', text: line, line }];
  });

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

/** What the figures mean, of those metrics that the run has. */
export const meanings = ({ results }: Run): Term[] =>
  metricNames
    .filter((name) => results.some(({ metrics: figures }) => isWorthTelling(name, figures[name])))
    .map((name) => {
      const ofProgram = results.some(({ program }) => program !== null) ? meaningOfProgram(name) : undefined;
      const { title, meaning } = metrics[name];
      return {
        term: title,
        meaning: `${meaning}${ofProgram === undefined ? '' : ` (a program: ${ofProgram})`}`,
        isDetail: metrics[name].table === 'further',
      };
    });

const aroundLines = ({ limits }: Run['environment']): string[] => {
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
    ...aroundLines(environment),
    ...keptLines(environment),
    `tidemark ${tidemark}${commit === null ? '' : `, commit ${commit}`}, started ${startedAt}`,
    scenario.target === true
      ? 'target: yes'
      : `workload ${workload.profile}: ${statuses.join(', ')}; digest ${workload.digest}`,
    `scenario ${scenario.path}`,
  ];
};
