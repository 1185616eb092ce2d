import { type MetricName, metricNames, metrics } from '../record/metrics.ts';
import type { Comparison, Result, Run, Summary } from '../record/run.ts';
import type { RuleCleanerReport } from '../record/subject.ts';
import { formatChange, formatCount, formatRatio } from '../units/numbers.ts';

/** What a cell says, unescaped, and how it is meant; `absent` is a figure that there is none of. */
export interface Cell {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'faint' | 'absent';
}

export interface Table {
  readonly heads: readonly string[];
  /** The first cell of a row is the strategy's label. */
  readonly rows: readonly (readonly Cell[])[];
}

/** How a format shows a metric's distribution: its median alone, or with its range. */
export type Figure = (summary: Summary) => string;

/** What a strategy needs, how it compares with the reference by the headline, and what its heap grows to by itself. */
export const memoryTable = (run: Run, figure: Figure): Table =>
  tableOf(run, [
    metricColumn('peakLive', figure),
    metricColumn('peakLiveBefore', figure),
    metricColumn('tracedPeak', figure),
    versusColumn(run),
    metricColumn('peakHeap', figure),
    metricColumn('peakTotal', figure),
  ]);

/** The process as the operating system sees it, what it survives with, and how it fares cycle after cycle. */
export const processTable = (run: Run, figure: Figure): Table =>
  tableOf(
    run,
    (['peakRss', 'wallTime', 'warmTime', 'cpuTime', 'minHeap', 'growthPerCycle'] as const).map((name) =>
      metricColumn(name, figure),
    ),
  );

/** The load that a strategy puts on the services, and whether it processed the workload. */
export const loadTable = (run: Run, figure: Figure): Table =>
  tableOf(run, [
    metricColumn('requests', figure),
    metricColumn('bytesReceived', figure),
    metricColumn('largestResponse', figure),
    metricColumn('peakInFlight', figure),
    { head: 'workflows', cell: workflowsCell },
  ]);

/** What the others leave out. */
export const furtherTable = (run: Run, figure: Figure): Table =>
  tableOf(
    run,
    (['allocated', 'gcCount', 'gcTime', 'peakBytesInFlight'] as const).map((name) =>
      metricColumn(name, figure),
    ),
  );

/** What the rule cleaner reported under each strategy. */
export const ruleCleanerTable = (run: Run): Table =>
  tableOf(run, [
    cleanerColumn('total', 'total'),
    cleanerColumn('cleaned', 'cleaned'),
    cleanerColumn('normal archived', 'normalArchived'),
    cleanerColumn('force archived', 'forceArchived'),
  ]);

export const hasFigures = ({ heads }: Table): boolean => heads.length > 1;

interface Column {
  readonly head: string;
  readonly cell: (result: Result) => Cell;
}

/** Said where it tells rows apart. */
const runtimeColumn = (results: readonly Result[]) =>
  hasSeveralRuntimes(results)
    ? [{ head: 'runtime', cells: results.map(({ runtime }) => faint(runtime)) }]
    : [];

export const hasSeveralRuntimes = (results: readonly Result[]): boolean =>
  new Set(results.map(({ runtime }) => runtime)).size > 1;

const plain = (text: string): Cell => ({ text, tone: 'plain' });
const faint = (text: string): Cell => ({ text, tone: 'faint' });
const absent: Cell = { text: '–', tone: 'absent' };

/** A column without a figure in any row is left out; that the reference is the reference is none. */
const tableOf = ({ results }: Run, columns: readonly Column[]): Table => {
  const filled = columns
    .map(({ head, cell }) => ({ head, cells: results.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell.tone !== 'absent' && cell !== itself));
  const shown = filled.length === 0 ? [] : [...runtimeColumn(results), ...filled];
  return {
    heads: ['strategy', ...shown.map(({ head }) => head)],
    rows: results.map(({ label }, i) => [plain(label), ...shown.map(({ cells }) => cells[i] ?? absent)]),
  };
};

const metricColumn = (name: MetricName, figure: Figure): Column => ({
  head: metrics[name].title,
  cell: (result) => {
    const summary = result.metrics[name];
    return summary === undefined ? absent : plain(figure(summary));
  },
});

const cleanerColumn = (head: string, count: keyof RuleCleanerReport): Column => ({
  head,
  cell: ({ ruleCleaner }) => (ruleCleaner === null ? absent : plain(formatCount(ruleCleaner[count]))),
});

const itself: Cell = { text: 'reference', tone: 'faint' };

/** A row's comparison by its headline: the first metric of the catalogue by which rows of its runtime are compared. */
export const headlineComparison = (
  { results, comparisons }: Run,
  { label, runtime }: Pick<Result, 'label' | 'runtime'>,
): Comparison | undefined => {
  const peers = new Set(results.filter((one) => one.runtime === runtime).map((one) => one.label));
  const headline = metricNames.find((name) =>
    comparisons.some((one) => one.metric === name && peers.has(one.label)),
  );
  return comparisons.find((one) => one.label === label && one.metric === headline);
};

const versusColumn = (run: Run): Column => {
  const references = new Set([run.reference, ...run.comparisons.map(({ to }) => to)]);
  const headlines = new Set(run.results.map((result) => headlineComparison(run, result)?.metric));
  headlines.delete(undefined);
  return {
    head: references.size > 1 ? 'vs reference' : `vs ${run.reference ?? ''}`,
    cell: (result) => {
      if (references.has(result.label)) return itself;
      const found = headlineComparison(run, result);
      if (found === undefined) return absent;
      const tone = ({ lower: 'good', higher: 'bad', 'no difference': 'plain' } as const)[found.verdict];
      const by = headlines.size > 1 ? ` ${metrics[found.metric].title}` : '';
      return { text: `${formatRatio(found.ratio)} (${formatChange(found.ratio)})${by}`, tone };
    },
  };
};

const workflowsCell = ({ status, failure, expect, completeness, program }: Result): Cell => {
  if (failure?.kind === 'not-installed') return faint('not installed');
  if (status === 'failed')
    return { text: `failed: ${failure?.kind ?? 'error'}`, tone: expect === 'fails' ? 'plain' : 'bad' };
  if (program?.checked === false) return { text: 'not checked', tone: 'bad' };
  if (completeness === null) return absent;
  const { expected, processed, digestMatches } = completeness;
  if (!digestMatches) {
    return { text: `${formatCount(processed)} of ${formatCount(expected)}, not the workload`, tone: 'bad' };
  }
  return expected === 0
    ? { text: 'none, as meant', tone: 'faint' }
    : plain(`${formatCount(processed)} of ${formatCount(expected)}`);
};
