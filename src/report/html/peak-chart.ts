import * as Plot from '@observablehq/plot';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Result, Run } from '../../record/run.ts';
import { formatBytes } from '../../units/bytes.ts';
import { toPlainLine } from '../escape.ts';
import { drawChart, formatTick, halo } from './chart.ts';
import { html, type Markup, nothing } from './markup.ts';
import { floorResultOf, shownPeakOf } from './peaks.ts';

/** Where a strategy's name stands: beside its bar, or above it on a page as narrow as a phone. */
interface Layout {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly rowHeight: number;
  readonly labels: 'beside' | 'above';
}

const layouts: readonly Layout[] = [
  { name: 'wide', width: 960, rowHeight: 34, labels: 'beside' },
  { name: 'narrow', width: 343, rowHeight: 46, labels: 'above' },
];

interface Bar {
  readonly row: number;
  readonly label: string;
  readonly kind: 'floor' | 'strategy';
  readonly value: number;
  readonly most: number;
}

/** The peak of each strategy as a bar from nothing, against the floor that no strategy can be under. */
export const peakFigure = (run: Run): Markup => {
  const metric = shownPeakOf(run);
  if (metric === null) return nothing;
  const floor = floorResultOf(run)?.metrics[metric]?.median ?? null;
  const { title } = metrics[metric];
  const bars = barsOf(run, metric);
  const text = {
    name: `${title} by strategy`,
    description: bars.map(({ label, value }) => `${label} ${formatBytes(value)}`).join(', '),
  };
  const rows = run.results.map((result, row) => ({
    row,
    label: toPlainLine(result.label),
    remark: remarkOf(result, metric),
  }));
  return html`<figure>
${layouts.map((layout) => html`<div class="${layout.name}">${drawChart(text, optionsFor(layout, rows, bars, floor))}</div>`)}
<figcaption>${captionOf(metric, bars, floor)}</figcaption>
</figure>`;
};

const captionOf = (metric: MetricName, bars: readonly Bar[], floor: number | null): string =>
  [
    `${metrics[metric].title}: ${metrics[metric].meaning}.`,
    bars.some(({ value, most }) => most > value) ? 'The thin line reaches to its upper bound.' : '',
    floor === null ? '' : 'The dashed line is the floor: what idle needs, which fetches no workflow.',
  ].join(' ');

const barsOf = ({ results }: Run, metric: MetricName): Bar[] =>
  results.flatMap((result, row): Bar[] => {
    const value = result.metrics[metric]?.median;
    if (value === undefined) return [];
    const most = metric === 'peakLive' ? (result.metrics.peakLiveBefore?.median ?? value) : value;
    const kind = result.strategy === 'idle' ? 'floor' : 'strategy';
    return [{ row, label: toPlainLine(result.label), kind, value, most: Math.max(value, most) }];
  });

/** What stands in the place of a bar. */
const remarkOf = ({ status, failure, metrics: figures }: Result, metric: MetricName): string => {
  if (figures[metric] !== undefined) return '';
  return status === 'failed' ? `failed: ${failure?.kind ?? 'error'}` : 'no figure';
};

/** Of a monospaced character of 12 pixels, in the widest of the usual fonts. */
const characterWidth = 7.3;
const labelGap = 16;
const widestLabel = 320;

const widthOf = (labels: readonly string[]): number =>
  Math.min(widestLabel, Math.max(...labels.map(({ length }) => length)) * characterWidth + labelGap);

/** The middle is left out: a label begins with the strategy and ends with what sets its row apart. */
const shortenMiddle = (text: string, width: number): string => {
  const characters = [...text];
  const most = Math.floor(width / characterWidth);
  if (characters.length <= most) return text;
  const head = Math.floor((most - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (most - 1 - head)).join('')}`;
};

const optionsFor = (
  layout: Layout,
  rows: readonly { readonly row: number; readonly label: string; readonly remark: string }[],
  bars: readonly Bar[],
  floor: number | null,
): Plot.PlotOptions => {
  const beside = layout.labels === 'beside';
  const labelWidth = beside ? widthOf(rows.map(({ label }) => label)) : 0;
  const barShift = beside ? 0 : 9;
  const barHalf = 7;
  const roomForLabel = beside ? labelWidth - labelGap : layout.width;
  const remarks = rows.filter(({ remark }) => remark !== '');
  return {
    width: layout.width,
    height: rows.length * layout.rowHeight + 48,
    marginLeft: labelWidth,
    marginRight: 76,
    marginTop: 22,
    marginBottom: 26,
    x: { domain: [0, Math.max(1, ...bars.map(({ most }) => most))], axis: null },
    y: { type: 'band', domain: rows.map(({ row }) => row), padding: 0, axis: null },
    marks: [
      Plot.axisX({
        ticks: beside ? 6 : 3,
        tickSize: 0,
        tickFormat: formatTick(formatBytes),
        label: null,
        className: 'axis',
      }),
      Plot.gridX({ ticks: beside ? 6 : 3, className: 'grid' }),
      Plot.ruleX([0], { stroke: 'var(--line)' }),
      Plot.barX(bars, {
        x1: 0,
        x2: 'value',
        y: 'row',
        insetTop: layout.rowHeight / 2 - barHalf + barShift,
        insetBottom: layout.rowHeight / 2 - barHalf - barShift,
        fill: ({ kind }: Bar) => (kind === 'floor' ? 'var(--quiet)' : 'var(--first)'),
        className: 'bars',
      }),
      Plot.ruleY(bars, {
        x1: 'value',
        x2: 'most',
        y: 'row',
        dy: barShift,
        stroke: ({ kind }: Bar) => (kind === 'floor' ? 'var(--quiet)' : 'var(--first)'),
        strokeWidth: 2,
      }),
      ...(floor === null
        ? []
        : [
            Plot.ruleX([floor], { stroke: 'var(--muted)', strokeDasharray: '3 3', className: 'floor' }),
            Plot.text([floor], {
              x: (bytes: number) => bytes,
              frameAnchor: 'top',
              dy: -14,
              textAnchor: 'start',
              text: (bytes: number) => `floor ${formatBytes(bytes)}`,
              className: 'axis',
            }),
          ]),
      Plot.text(bars, {
        x: 'most',
        y: 'row',
        dx: 8,
        dy: barShift,
        textAnchor: 'start',
        text: ({ value }: Bar) => formatBytes(value),
        className: 'value',
        ...halo,
      }),
      Plot.text(remarks, {
        x: 0,
        y: 'row',
        dx: 8,
        dy: barShift,
        textAnchor: 'start',
        text: 'remark',
        className: 'axis',
        ...halo,
      }),
      Plot.text(rows, {
        frameAnchor: 'left',
        y: 'row',
        dx: -labelWidth,
        dy: beside ? 0 : -9,
        textAnchor: 'start',
        text: ({ label }: { label: string }) => shortenMiddle(label, roomForLabel),
        monospace: true,
        ...halo,
      }),
    ],
  };
};
