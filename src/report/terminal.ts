import { isNote } from '../analysis/warnings.ts';
import type { MetricName } from '../record/metrics.ts';
import type { Run, Warning } from '../record/run.ts';
import { formatQuantity } from '../units/quantity.ts';
import { budgetLines } from './budget-words.ts';
import { type Paint, painter } from './paint.ts';
import { type Figure, hasFigures, loadTable, memoryTable, processTable, survivalTable } from './tables.ts';
import { layOutTable, wrap } from './terminal-layout.ts';
import {
  comparisonLines,
  containerLines,
  environmentLines,
  failureLines,
  floorOf,
  growthLines,
  meaningLines,
  subjectOf,
  unavailableLines,
} from './words.ts';

export interface TerminalStyle {
  /** Off when the output is no terminal or NO_COLOR is set: the caller knows. */
  readonly colour?: boolean;
  /** Columns of the terminal: no line is longer. Below 80, 80 are used; beyond 120, 120. */
  readonly width?: number;
}

/** The report for a person at a terminal: medians in two tables, then what they mean and what to mind. */
export const renderTerminal = (run: Run, { colour = false, width = 80 }: TerminalStyle = {}): string => {
  const paint = painter(colour);
  const columns = Math.max(80, Math.min(width, 120));
  const sentence = (text: string): string => wrap(text, columns, '').join('\n');
  const items = (lines: readonly string[]): string =>
    lines.flatMap((line) => wrap(line, columns, '  ')).join('\n');
  const blocks = [
    [
      paint('bold', sentence(run.scenario.name)),
      sentence(subjectOf(run)),
      sentence(run.scenario.description ?? ''),
    ]
      .filter((text) => text !== '')
      .join('\n'),
    ...[memoryTable, processTable, survivalTable, loadTable]
      .map((table) => table(run, medianOnly))
      .filter(hasFigures)
      .map((table) => layOutTable(table, columns, paint)),
    items([floorOf(run) ?? '', ...comparisonLines(run), ...growthLines(run), ...containerLines(run)]),
    items(budgetLines(run)),
    items([...failureLines(run), ...unavailableLines(run)]),
    paint('dim', items(meaningLines(run, shownMetrics))),
    paint('dim', items(environmentLines(run))),
    run.warnings.map((warning) => renderWarning(warning, columns, paint)).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
};

const shownMetrics: readonly MetricName[] = [
  'peakLive',
  'peakLiveBefore',
  'peakHeap',
  'peakTotal',
  'peakRss',
  'wallTime',
  'warmTime',
  'cpuTime',
  'minHeap',
  'minContainer',
  'growthPerCycle',
  'requests',
  'bytesReceived',
  'largestResponse',
  'peakInFlight',
];

const medianOnly: Figure = ({ median, unit }) => formatQuantity(median, unit);

export const renderWarning = (warning: Warning, columns: number, paint: Paint): string => {
  const [kind, tone] = isNote(warning) ? (['note', 'cyan'] as const) : (['warning', 'yellow'] as const);
  const [first = '', ...rest] = wrap(`${kind}: ${warning.message}`, columns, '  ');
  const head = `${paint(tone, `${kind}:`)}${first.slice(kind.length + 1)}`;
  const advice = wrap(warning.advice, columns - 2, '').map((line) => paint('dim', `  ${line}`));
  return [head, ...rest, ...advice].join('\n');
};
