import { type MetricName, metricNames, metrics } from '../record/metrics.ts';
import type { Result, Run, Summary } from '../record/run.ts';
import type { RuleCleanerReport } from '../record/subject.ts';
import { formatChange, formatCount, formatRatio } from '../units/numbers.ts';

/** What a cell says, unescaped, and how it is meant; `absent` is a figure that there is none of. */
export interface Cell {
  readonly text: string;
  /** The number that the text is about, to sort by; null for words. */
  readonly value: number | null;
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

const plain = (text: string, value: number | null = null): Cell => ({ text, value, tone: 'plain' });
const absent: Cell = { text: '–', value: null, tone: 'absent' };

/** A column without a figure in any row is left out; that the reference is the reference is none. */
const tableOf = ({ results }: Run, columns: readonly Column[]): Table => {
  const filled = columns
    .map(({ head, cell }) => ({ head, cells: results.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell.tone !== 'absent' && cell !== itself));
  return {
    heads: ['strategy', ...filled.map(({ head }) => head)],
    rows: results.map(({ label }, i) => [plain(label), ...filled.map(({ cells }) => cells[i] ?? absent)]),
  };
};

const metricColumn = (name: MetricName, figure: Figure): Column => ({
  head: metrics[name].title,
  cell: (result) => {
    const summary = result.metrics[name];
    return summary === undefined ? absent : plain(figure(summary), summary.median);
  },
});

const cleanerColumn = (head: string, count: keyof RuleCleanerReport): Column => ({
  head,
  cell: ({ ruleCleaner }) =>
    ruleCleaner === null ? absent : plain(formatCount(ruleCleaner[count]), ruleCleaner[count]),
});

const itself: Cell = { text: 'reference', value: 1, tone: 'faint' };

/** The metric that strategies are compared by: the first of the catalogue that the run compares. */
export const headlineOf = ({ comparisons }: Run): MetricName | undefined =>
  metricNames.find((name) => comparisons.some(({ metric }) => metric === name));

const versusColumn = (run: Run): Column => versusBy(headlineOf(run), run);

const versusBy = (headline: MetricName | undefined, { reference, comparisons }: Run): Column => ({
  head: `vs ${reference ?? ''}`,
  cell: ({ label }) => {
    if (label === reference) return itself;
    const found = comparisons.find((one) => one.label === label && one.metric === headline);
    if (found === undefined) return absent;
    const tone = ({ lower: 'good', higher: 'bad', 'no difference': 'plain' } as const)[found.verdict];
    return { text: `${formatRatio(found.ratio)} (${formatChange(found.ratio)})`, value: found.ratio, tone };
  },
});

const workflowsCell = ({ status, failure, expect, completeness }: Result): Cell => {
  if (status === 'failed')
    return {
      text: `failed: ${failure?.kind ?? 'error'}`,
      value: null,
      tone: expect === 'fails' ? 'plain' : 'bad',
    };
  if (completeness === null) return absent;
  const { expected, processed, digestMatches } = completeness;
  if (!digestMatches) {
    return {
      text: `${formatCount(processed)} of ${formatCount(expected)}, not the workload`,
      value: processed,
      tone: 'bad',
    };
  }
  return expected === 0
    ? { text: 'none, as meant', value: processed, tone: 'faint' }
    : plain(`${formatCount(processed)} of ${formatCount(expected)}`, processed);
};
