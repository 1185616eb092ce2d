import type { Change, Shift, Sight } from '../../record/checks/changes.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import { formatChange, formatCount } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';

/*
 * A change of one row in one metric, in plain text, unescaped, which every format shows in its own way.
 */

export type JudgedChange = Exclude<Change, { verdict: 'not judged' | 'new' }>;

export const isJudged = (change: Change): change is JudgedChange =>
  change.verdict !== 'not judged' && change.verdict !== 'new';

export const percent = (share: number): string => `${Number((share * 100).toFixed(2))} %`;

const shiftedBy = (value: number, of: Shift['of'], metric: MetricName): string => {
  if (of === 'ratio') return formatChange(value);
  const amount = formatQuantity(Math.abs(value), metrics[metric].unit);
  return value === 0 ? amount : `${value > 0 ? '+' : '-'}${amount}`;
};

/** `+3.1 %`; an amount, `+7`, where there was nothing before to make a share of. */
export const shiftInWords = ({ metric }: Pick<Change, 'metric'>, { of, value }: Shift): string =>
  shiftedBy(value, of, metric);

/** `+2.9 % to +3.3 %`; null where there is no interval. */
export const intervalInWords = ({ metric }: Pick<Change, 'metric'>, { of, ci95 }: Shift): string | null =>
  ci95 === null ? null : `${shiftedBy(ci95[0], of, metric)} to ${shiftedBy(ci95[1], of, metric)}`;

/** How far what is not resolved reaches over its bound: `up to +66 %, bound 10 %`. */
export const reachInWords = ({ metric, shift, bound }: JudgedChange): string =>
  `up to ${shiftedBy(shift.ci95[metrics[metric].better === 'less' ? 1 : 0], shift.of, metric)}, bound ${percent(bound)}`;

/** `peak live 28.0 MB to 28.9 MB, +3.1 % (95 % interval +2.9 % to +3.3 %, bound 2 %)`; what there is of it. */
export const changeInWords = (change: Change): string => {
  const { metric, before, after, shift, bound } = change;
  const { title, unit } = metrics[metric];
  const [from, to] = [before, after].map((value) => (value === null ? null : formatQuantity(value, unit)));
  if (shift === null) return [title, from ?? to].filter((part) => part !== null).join(' ');
  const interval = intervalInWords(change, shift);
  const known = interval === null ? 'too few samples for an interval' : `95 % interval ${interval}`;
  return `${title} ${from} to ${to}, ${shiftInWords(change, shift)} (${known}, bound ${percent(bound)})`;
};

/** `+0.4 % (or 110 kB)`; the amount alone where there was nothing before. */
export const sightInWords = (metric: MetricName, { share, amount }: Sight): string => {
  const { unit } = metrics[metric];
  const told = Number.isFinite(amount)
    ? unit === 'count'
      ? formatCount(Math.ceil(amount))
      : formatQuantity(amount, unit)
    : 'any amount';
  return Number.isFinite(share) ? `${formatChange(1 + share)} (or ${told})` : `+${told}`;
};
