import type { Change, Changes } from '../record/changes.ts';
import { type MetricName, metrics } from '../record/metrics.ts';
import { formatChange } from '../units/numbers.ts';
import { formatQuantity } from '../units/quantity.ts';
import { intervalInWords, isJudged, percent } from './change-words.ts';
import { absent, type Cell, plain, type Table, toned } from './tables.ts';

const tones: Readonly<Record<Change['verdict'], Cell['tone']>> = {
  regression: 'bad',
  improvement: 'good',
  'no change': 'plain',
  undecided: 'plain',
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
  heads: ['strategy', 'metric', 'before', 'after', 'change', '95 % interval', 'bound', 'verdict'],
  rows: changes.map((change) => {
    const [before, after, ratio, interval, verdict] = cellsOf(change);
    return [
      plain(change.label),
      plain(metrics[change.metric].title),
      before ?? absent,
      after ?? absent,
      ratio ?? absent,
      interval ?? absent,
      plain(percent(change.bound)),
      verdict ?? absent,
    ];
  }),
});

const cellsOf = (change: Change): Cell[] => {
  const figure = (value: number | null): Cell =>
    value === null ? absent : plain(formatQuantity(value, metrics[change.metric].unit));
  const tone = tones[change.verdict];
  return [
    figure(change.before),
    figure(change.after),
    ...(isJudged(change)
      ? [toned(formatChange(change.ratio), tone, change.ratio), plain(intervalInWords(change.ci95))]
      : [absent, absent]),
    toned(change.verdict, tone),
  ];
};
