import { budgetLines } from '../../analysis/checks/budget-words.ts';
import { type Verdict, verdictOfRun } from '../../analysis/checks/verdict.ts';
import { isNote } from '../../analysis/run/warnings.ts';
import type { MetricName } from '../../record/metrics.ts';
import type { Run, Warning } from '../../record/run.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { lineOf, notableRows } from '../model/check-words.ts';
import {
  type Figure,
  hasFigures,
  loadTable,
  memoryTable,
  processTable,
  survivalTable,
} from '../model/tables.ts';
import {
  containerLines,
  environmentLines,
  meaningLines,
  subjectOf,
  unavailableLines,
  verdictLines,
} from '../model/words.ts';
import { claimsBlock } from './claims.ts';
import { columnsOf, layOutTable, type TerminalStyle, wrap, wrapFew } from './layout.ts';
import { type Paint, painter } from './paint.ts';

/** The report for a person at a terminal: the verdict, medians in tables, then what they mean and what to mind. */
export const renderTerminal = (
  run: Run,
  { colour = false, width = 80 }: TerminalStyle = {},
  verdict: Verdict = verdictOfRun(run),
): string => {
  const paint = painter(colour);
  const columns = columnsOf(width);
  const sentence = (text: string): string => wrap(text, columns, '').join('\n');
  const items = (lines: readonly string[]): string =>
    lines.flatMap((line) => wrap(line, columns, '  ')).join('\n');
  const outcomes = (lines: readonly string[]): string =>
    lines.flatMap((line) => wrapFew(line, columns, '  ')).join('\n');
  const blocks = [
    [
      paint('bold', sentence(run.scenario.name)),
      sentence(subjectOf(run)),
      sentence(run.scenario.description ?? ''),
    ]
      .filter((text) => text !== '')
      .join('\n'),
    paint('bold', items([verdict.headline])),
    outcomes([...notableRows(verdict).map(lineOf), ...verdictLines(run)]),
    claimsBlock(run, columns, paint),
    outcomes(budgetLines(run)),
    ...[memoryTable, processTable, survivalTable, loadTable]
      .map((table) => table(run, medianOnly))
      .filter(hasFigures)
      .map((table) => layOutTable(table, columns, paint)),
    [items(containerLines(run)), outcomes(unavailableLines(run))].filter((text) => text !== '').join('\n'),
    paint('dim', items(meaningLines(run, shownMetrics))),
    paint('dim', items(environmentLines(run))),
    run.warnings.map((warning) => renderWarning(warning, columns, paint)).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
};

const shownMetrics: readonly MetricName[] = [
  'peakLive',
  'peakLiveBefore',
  'tracedPeak',
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
  'retries',
  'faults',
];

const medianOnly: Figure = ({ median, unit }) => formatQuantity(median, unit);

export const renderWarning = (warning: Warning, columns: number, paint: Paint): string => {
  const [kind, tone] = isNote(warning) ? (['note', 'cyan'] as const) : (['warning', 'yellow'] as const);
  const [first = '', ...rest] = wrapFew(`${kind}: ${warning.message}`, columns, '  ');
  const head = `${paint(tone, `${kind}:`)}${first.slice(kind.length + 1)}`;
  const advice = wrap(warning.advice, columns - 2, '').map((line) => paint('dim', `  ${line}`));
  return [head, ...rest, ...advice].join('\n');
};
