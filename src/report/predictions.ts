import type { Backlog, Forecast, Memory, Prediction } from '../analysis/predict.ts';
import type { CaseWords } from '../record/case.ts';
import { metrics } from '../record/metrics.ts';
import { formatBytes, formatLimit } from '../units/bytes.ts';
import { formatCount } from '../units/numbers.ts';
import {
  absent,
  type Cell,
  labelThenFigures,
  list,
  plain,
  type Report,
  reportOf,
  section,
  type Table,
  table,
} from './model/report.ts';

/** How memory grows with the workload, and what that says of a number of items and of a limit. */
export const reportOfPredictions = (predictions: readonly Prediction[], words: CaseWords): Report => {
  const tables = (['peakRss', 'peakLive'] as const).flatMap((metric) => {
    const ofMetric = predictions.filter((one) => one.metric === metric);
    return [memoryTable(ofMetric, words), backlogTable(ofMetric)];
  });
  return reportOf(
    'Prediction',
    [],
    [section('prediction', '', [...tables.map((one) => table('', one)), list(linesOf(predictions, words))])],
  );
};

/** How memory grows, and what so many items take. */
const memoryTable = (predictions: readonly Prediction[], words: CaseWords): Table => ({
  columns: labelThenFigures([
    'strategy',
    `${titleOf(predictions)} per ${words.item}`,
    ...(predictions[0]?.memory ?? []).map(({ items }) => `for ${formatCount(items)}`),
  ]),
  content: predictions.map(({ label, fit, memory }) => [
    plain(label),
    slopeCell(fit, memory),
    ...memory.map(({ answer }) => cellOf(answer, memoryInWords)),
  ]),
});

/** The operator's question: how large may the backlog grow with this limit? */
const backlogTable = (predictions: readonly Prediction[]): Table => ({
  columns: labelThenFigures([
    predictions[0]?.metric === 'peakLive' ? 'backlog at best' : `backlog by ${titleOf(predictions)}`,
    ...(predictions[0]?.backlog ?? []).map(({ limitBytes }) => `in ${formatLimit(limitBytes)}`),
  ]),
  content: predictions.map(({ label, backlog }) => [
    plain(label),
    ...backlog.map(({ answer }) => cellOf(answer, backlogInWords)),
  ]),
});

/** Nothing where the line is not believed. */
const slopeCell = (fit: Prediction['fit'], memory: Prediction['memory']): Cell => {
  if (fit === null || memory.every(({ answer }) => 'refused' in answer)) return absent;
  const half = (fit.slopeCi95[1] - fit.slopeCi95[0]) / 2;
  return plain(withSpread(fit.slope, half), fit.slope);
};

/** `102 kB ± 3.00 kB`; the figure alone where its spread is too narrow to be seen. */
const withSpread = (bytes: number, half: number): string =>
  Math.round(half) === 0 ? formatBytes(bytes) : `${formatBytes(bytes)} ± ${formatBytes(half)}`;

const titleOf = ([first]: readonly Prediction[]): string => metrics[first?.metric ?? 'peakRss'].title;

const cellOf = <T extends object>(answer: Forecast<T>, inWords: (answer: T) => string): Cell =>
  'refused' in answer ? absent : plain(inWords(answer));

const memoryInWords = ({ bytes, ci95 }: Memory): string => withSpread(bytes, (ci95[1] - ci95[0]) / 2);

const backlogInWords = ({ items, bound }: Backlog): string =>
  bound === 'nothing measured beyond' ? `> ${formatCount(items)}` : formatCount(items);

const linesOf = (predictions: readonly Prediction[], words: CaseWords): string[] => [
  `Per ${words.item}: the slope of a straight line through all readings, with half its 95 % interval. Memory: what one more run takes, in 95 of 100 runs. Backlog: the most ${words.items} that still fit into the limit; at best: by live memory alone, without garbage and without the process itself.`,
  ...predictions.flatMap(refusalsOf),
  ...predictions.flatMap(({ label, metric, cliff }) =>
    metric === 'peakRss' && cliff !== null
      ? [
          `${label} takes an answer as one string, and V8's longest has 512 MiB: from about ${formatCount(cliff)} ${words.items} on it fails, whatever the memory.`,
        ]
      : [],
  ),
];

const refusalsOf = ({ label, metric, memory, backlog }: Prediction): string[] => {
  const reasons = [...memory, ...backlog].flatMap(({ answer }) =>
    'refused' in answer ? [answer.refused] : [],
  );
  return [...new Set(reasons)].map((reason) => `${label}: no answer by ${metrics[metric].title}: ${reason}.`);
};
