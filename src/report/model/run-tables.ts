import { isResolved } from '../../analysis/run/compare.ts';
import { fewestForFront } from '../../analysis/statistics/pareto.ts';
import { isWithoutServices } from '../../record/case.ts';
import type { LimitTry } from '../../record/messages/subject-report.ts';
import {
  type MetricName,
  type MetricTable,
  metricNames,
  metrics,
  metricsOfTable,
} from '../../record/metrics.ts';
import type { Comparison, Result, Run, Summary } from '../../record/run.ts';
import { formatLimit } from '../../units/bytes.ts';
import { formatCount, formatRatio, formatShortly } from '../../units/numbers.ts';
import { formatQuantity, formatRange } from '../../units/quantity.ts';
import { shorten } from '../../units/shorten.ts';
import { lossesIn } from './figures.ts';
import { absent, type Cell, faint, labelThenFigures, plain, type Table } from './report.ts';

/** A table of metrics with what stands beside them. */
export const metricTable = (run: Run, table: MetricTable): Table =>
  tableOf(table === 'server' ? ofServers(run) : run, columnsOf[table](run));

/** No other row has a figure of those. */
const ofServers = (run: Run): Run => ({
  ...run,
  results: run.results.filter(({ program }) => program?.server !== undefined),
});

/** Metrics come in the catalogue's order. */
const columnsOf: Readonly<Record<MetricTable, (run: Run) => readonly RunColumn[]>> = {
  /** What a strategy needs, and what its heap grows to by itself. */
  memory: (run) => metricColumns(run, 'memory'),
  /** The process as the operating system sees it, what it survives with, and how it fares cycle after cycle. */
  process: (run) => [...metricColumns(run, 'process'), ...(isFrontShown(run) ? [frontColumn] : [])],
  /** The operator's question: with this limit, which client lives? A column for each limit that the scenario asks about. */
  survival: (run) => [...limitColumns(run), ...metricColumns(run, 'survival')],
  /** What a server needs and does under load. */
  server: (run) => metricColumns(run, 'server'),
  /** The load that a strategy puts on the services, and whether it processed the workload. */
  load: (run) => [
    ...metricColumns(run, 'load'),
    ...(isWithoutServices(run.case) ? [] : [{ head: run.case.words.items, cell: itemsCell }]),
  ],
  /** What the others leave out. */
  further: (run) => metricColumns(run, 'further'),
};

/** The metrics of a table, each with how its rows compare by it where it is their headline. */
const metricColumns = (run: Run, table: MetricTable): RunColumn[] =>
  metricsOfTable(table)
    .filter((name) => run.results.some(({ metrics: figures }) => isWorthTelling(name, figures[name])))
    .flatMap((name) => [metricColumn(name), ...versusColumns(run, name)]);

/** A reader of a table in which nothing was sent again need not be told so in each row. */
export const isWorthTelling = (name: MetricName, summary: Summary | undefined): boolean =>
  summary !== undefined && (metrics[name].isToldAtZero || summary.max > 0);

const limitColumns = ({ results }: Run): RunColumn[] => {
  const limits = results.flatMap(({ containerLimits }) => containerLimits.map((probe) => probe.limitBytes));
  return [...new Set(limits)].map((limitBytes) => ({
    head: `in ${formatLimit(limitBytes)}`,
    cell: ({ containerLimits }) =>
      survivalCell(containerLimits.find((probe) => probe.limitBytes === limitBytes)),
  }));
};

const survivalCell = (probe: LimitTry | undefined): Cell => {
  if (probe === undefined) return absent;
  const { survived, tries, endings } = probe;
  if (tries === 0) return { text: 'no result', value: null, tone: 'absent' };
  if (survived === tries) return { text: 'lives', value: 1, tone: 'good' };
  return { text: endings.map(endingInWords).join(', '), value: 0, tone: 'bad' };
};

export const endingInWords = (ending: string): string =>
  ({ 'killed-by-kernel': 'killed', 'out-of-memory': 'out of memory', timeout: 'thrashes' })[ending] ?? ending;

/** What the consumer reported under each strategy. */
export const consumerTable = (run: Run): Table =>
  tableOf(
    run,
    Object.entries(countsOf(run)).map(([count, head]) => ({
      head,
      cell: ({ consumer }) => {
        const value = consumer?.[count];
        return value === undefined ? absent : plain(formatCount(value), value);
      },
    })),
  );

/** A user's own consumer says what it counts by counting. */
const countsOf = ({ case: { words }, results }: Run): Readonly<Record<string, string>> => {
  if (Object.keys(words.counts).length > 0) return words.counts;
  const names = results.flatMap(({ consumer }) => Object.keys(consumer ?? {}));
  return Object.fromEntries(names.map((name) => [name, name]));
};

interface RunColumn {
  readonly head: string;
  readonly cell: (result: Result) => Cell;
}

/** Said where it tells rows apart. */
const runtimeColumn = (results: readonly Result[]) =>
  hasSeveralRuntimes(results)
    ? [{ head: 'runtime', cells: results.map(({ runtime }) => faint(runtime)) }]
    : [];

const hasSeveralRuntimes = (results: readonly Result[]): boolean =>
  new Set(results.map(({ runtime }) => runtime)).size > 1;

/** A column without a figure in any row is left out; that the reference is the reference is none. */
const tableOf = ({ results }: Run, columns: readonly RunColumn[]): Table => {
  const filled = columns
    .map(({ head, cell }) => ({ head, cells: results.map(cell) }))
    .filter(({ cells }) => cells.some((cell) => cell.tone !== 'absent' && cell !== itself));
  const shown = filled.length === 0 ? [] : [...runtimeColumn(results), ...filled];
  return {
    columns: labelThenFigures(['strategy', ...shown.map(({ head }) => head)]),
    content: results.map(({ label }, i) => [plain(label), ...shown.map(({ cells }) => cells[i] ?? absent)]),
  };
};

const metricColumn = (name: MetricName): RunColumn => ({
  head: metrics[name].title,
  cell: (result) => {
    const summary = result.metrics[name];
    if (summary === undefined) return absent;
    const detail = formatRange(summary, summary.unit);
    const cell = plain(formatQuantity(summary.median, summary.unit), summary.median);
    return {
      ...cell,
      ...(detail !== null && { detail }),
      ...(result.doubts?.[name] !== undefined && {
        tone: 'bad',
        remark: isPartial(result, name) ? 'not all of it' : 'in doubt',
      }),
    };
  },
});

/** Whether a figure leaves out some of a row's memory; else it is for another reason where it is in doubt. */
export const isPartial = ({ unseen }: Result, name: MetricName): boolean =>
  unseen.some(({ metrics: names }) => names.includes(name));

/** Whether there are enough rows to choose between. */
export const isFrontShown = ({ results }: Run): boolean =>
  results.filter(({ onParetoFront }) => onParetoFront !== null).length >= fewestForFront;

const frontColumn: RunColumn = {
  head: 'Pareto front',
  cell: ({ onParetoFront }) => {
    if (onParetoFront === null) return absent;
    return onParetoFront ? { text: 'on it', value: 1, tone: 'good' } : plain('', 0);
  },
};

const itself: Cell = { text: 'reference', value: 1, tone: 'faint' };

/** The first metric of the catalogue by which rows of a runtime are compared. */
export const headlineMetricOf = (
  { results, comparisons }: Run,
  runtime: Result['runtime'],
): MetricName | undefined => {
  const peers = new Set(results.filter((one) => one.runtime === runtime).map(({ label }) => label));
  const compared = metricNames.filter((name) =>
    comparisons.some((one) => one.metric === name && peers.has(one.label)),
  );
  // What stands among the further figures answers no question by itself.
  return compared.find((name) => metrics[name].table !== 'further') ?? compared[0];
};

/** A row's comparison by its runtime's headline. */
export const headlineComparison = (
  run: Run,
  { label, runtime }: Pick<Result, 'label' | 'runtime'>,
): Comparison | undefined => {
  const headline = headlineMetricOf(run, runtime);
  return run.comparisons.find((one) => one.label === label && one.metric === headline);
};

/** How the rows compare by a metric that is the headline of some; none for another. */
const versusColumns = (run: Run, metric: MetricName): RunColumn[] => {
  const found = run.results
    .flatMap((result) => headlineComparison(run, result) ?? [])
    .filter((comparison) => comparison.metric === metric);
  const references = new Set(found.map(({ to }) => to));
  if (found.length === 0) return [];
  const cell = ({ label }: Result): Cell => {
    if (references.has(label)) return itself;
    const own = found.find((one) => one.label === label);
    return own === undefined ? absent : versusCell(own);
  };
  return [{ head: `vs ${references.size > 1 ? 'reference' : [...references].join('')}`, cell }];
};

const versusCell = (comparison: Comparison): Cell => {
  const { ratio } = comparison;
  return {
    text: formatShortly(ratio),
    ...(ratio < 2 && { detail: formatRatio(ratio) }),
    value: ratio,
    tone: toneOf(comparison),
    ...(!isResolved(comparison) && { remark: 'not resolved' }),
  };
};

/** How a row stands against the reference. */
export const toneOf = ({ metric, verdict }: Comparison): 'good' | 'bad' | 'plain' => {
  if (verdict === 'no difference') return 'plain';
  return (verdict === 'lower') === (metrics[metric].better === 'less') ? 'good' : 'bad';
};

const itemsCell = ({ status, failure, expect, completeness, program }: Result): Cell => {
  if (failure?.kind === 'not-installed') return faint('not installed');
  if (status === 'failed') return failureCell(failure, expect);
  if (program?.checked === false) return { text: 'not checked', value: null, tone: 'bad' };
  if (completeness === null) return absent;
  const { expected, processed, missed, digestMatches } = completeness;
  const of = `${formatCount(expected - missed)} of ${formatCount(expected)}`;
  if (digestMatches) return expected === 0 ? faint('none', 0) : plain(of, processed);
  return { text: [of, ...lossesIn(completeness)].join(', '), value: processed, tone: 'bad' };
};

/** A failure that was expected is a result, so its reason stands in the table; that of any other is told below. */
const failureCell = (failure: Result['failure'], expect: Result['expect']): Cell =>
  expect === 'fails' && failure !== null
    ? plain(`failed, as expected: ${shorten(failure.message, 40)}`)
    : { text: `failed: ${failure?.kind ?? 'error'}`, value: null, tone: 'bad' };
