import {
  intervalInWords,
  isJudged,
  percent,
  shiftInWords,
  sightInWords,
} from '../../analysis/changes/change-words.ts';
import type { Change, Changes } from '../../record/changes.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { absent, type Cell, plain, type Table, toned } from './tables.ts';

const tones: Readonly<Record<Change['verdict'], Cell['tone']>> = {
  regression: 'bad',
  improvement: 'good',
  'no change': 'plain',
  'no regression': 'plain',
  'not resolved': 'plain',
  new: 'plain',
  'not judged': 'faint',
};

/** A table for each metric, in the order of the bounds: before, after, change and verdict of each strategy. */
export const changeTables = ({ changes }: Changes): Table[] =>
  [...Map.groupBy(changes, ({ metric }) => metric)].map(([metric, rows]) => ({
    heads: [headOf(metric, rows), 'before', 'after', 'change', '95 % interval', 'verdict'],
    rows: rows.map((change) => [plain(change.label), ...cellsOf(change)]),
  }));

const headOf = (metric: MetricName, rows: readonly Change[]): string =>
  `${metrics[metric].title}, bound ${percent(rows[0]?.bound ?? 0)}`;

/** All changes in one table, for where wide tables are read well. */
export const changeTable = ({ changes }: Changes): Table => ({
  heads: [
    'strategy',
    'metric',
    'before',
    'after',
    'change',
    '95 % interval',
    'bound',
    'sees from',
    'verdict',
  ],
  rows: changes.map((change) => {
    const [before, after, ratio, interval, verdict] = cellsOf(change);
    const sight = isJudged(change) ? change.sight : null;
    return [
      plain(change.label),
      plain(metrics[change.metric].title),
      before ?? absent,
      after ?? absent,
      ratio ?? absent,
      interval ?? absent,
      plain(percent(change.bound)),
      sight === null ? absent : plain(sightInWords(change.metric, sight)),
      verdict ?? absent,
    ];
  }),
});

const cellsOf = (change: Change): Cell[] => {
  const figure = (value: number | null): Cell =>
    value === null ? absent : plain(formatQuantity(value, metrics[change.metric].unit));
  const tone = tones[change.verdict];
  const { shift } = change;
  const interval = shift === null ? null : intervalInWords(change, shift);
  return [
    figure(change.before),
    figure(change.after),
    shift === null ? absent : toned(shiftInWords(change, shift), tone, shift.value),
    interval === null ? absent : plain(interval),
    toned(change.verdict, tone),
  ];
};
