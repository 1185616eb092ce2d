import {
  intervalInWords,
  isJudged,
  percent,
  shiftInWords,
  sightInWords,
} from '../../analysis/changes/change-words.ts';
import type { Verdict } from '../../analysis/checks/verdict.ts';
import type { Change, Changes } from '../../record/checks/changes.ts';
import { metrics } from '../../record/metrics.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { adviceLines, ruleInWords, sideLines } from './change-words.ts';
import { notableItems, toldItems } from './check-words.ts';
import {
  absent,
  type Cell,
  items,
  labelThenFigures,
  list,
  plain,
  type Report,
  reportOf,
  section,
  type Table,
  table,
  toned,
} from './report.ts';
import { headline, warningsSection } from './run-report.ts';

/**
 * Two runs compared: the verdict, what does not hold and what changed, the figures, what was left out.
 * @param update the command that makes the baseline anew; null where there is none
 * @param shape one table for where wide ones are read well, or one a metric
 */
export const reportOfChanges = (
  compared: Changes,
  verdict: Verdict,
  update: string | null,
  shape: 'wide' | 'narrow',
): Report => {
  const tables = shape === 'wide' ? [wideTable(compared)] : narrowTables(compared);
  return reportOf(
    '',
    [],
    [
      section('verdict', 'Verdict', [headline(verdict), items(notableItems(verdict))]),
      section(
        'changes',
        'Changes',
        tables.map((one) => table('', one)),
      ),
      section('advice', 'What to do', [list(adviceLines(compared, verdict, update))]),
      section('told', 'What was left out, and why', [items(toldItems(verdict))], 'aside'),
      section('sides', 'What was compared', [list(sideLines(compared))], 'aside'),
      section('rule', 'How it is judged', [list([ruleInWords])], 'detail'),
      warningsSection(compared.warnings),
    ],
  );
};

const tones: Readonly<Record<Change['verdict'], Cell['tone']>> = {
  regression: 'bad',
  improvement: 'good',
  'no change': 'plain',
  'no regression': 'plain',
  'not resolved': 'plain',
  new: 'plain',
  'not judged': 'faint',
};

/** A table for each metric, in the order of the bounds: before, after, change and verdict of each row. */
const narrowTables = ({ changes }: Changes): Table[] =>
  [...Map.groupBy(changes, ({ metric }) => metric)].map(([metric, rows]) => ({
    columns: labelThenFigures([
      `${metrics[metric].title}, bound ${percent(rows[0]?.bound ?? 0)}`,
      'before',
      'after',
      'change',
      '95 % interval',
      'verdict',
    ]),
    content: rows.map((change) => {
      const { before, after, shift, interval, verdict } = cellsOf(change);
      return [plain(change.label), before, after, shift, interval, verdict];
    }),
  }));

const wideTable = ({ changes }: Changes): Table => ({
  columns: labelThenFigures([
    'strategy',
    'metric',
    'before',
    'after',
    'change',
    '95 % interval',
    'bound',
    'sees from',
    'verdict',
  ]),
  content: changes.map((change) => {
    const { before, after, shift, interval, verdict } = cellsOf(change);
    const sight = isJudged(change) ? change.sight : null;
    return [
      plain(change.label),
      plain(metrics[change.metric].title),
      before,
      after,
      shift,
      interval,
      plain(percent(change.bound)),
      sight === null ? absent : plain(sightInWords(change.metric, sight)),
      verdict,
    ];
  }),
});

const cellsOf = (change: Change): Record<'before' | 'after' | 'shift' | 'interval' | 'verdict', Cell> => {
  const figure = (value: number | null): Cell =>
    value === null ? absent : plain(formatQuantity(value, metrics[change.metric].unit));
  const tone = tones[change.verdict];
  const { shift } = change;
  const interval = shift === null ? null : intervalInWords(change, shift);
  return {
    before: figure(change.before),
    after: figure(change.after),
    shift: shift === null ? absent : toned(shiftInWords(change, shift), tone, shift.value),
    interval: interval === null ? absent : plain(interval),
    verdict: toned(change.verdict, tone),
  };
};
