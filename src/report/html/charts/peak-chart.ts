import * as Plot from '@observablehq/plot';
import { formatBytes } from '../../../units/bytes.ts';
import { formatTick, halo } from './chart.ts';

/** Where a strategy's name stands: beside its bar, or above it on a page as narrow as a phone. */
export interface Layout {
  readonly name: 'wide' | 'narrow';
  readonly width: number;
  readonly rowHeight: number;
  readonly ticks: number;
  readonly labels: 'beside' | 'above';
}

export const layouts: readonly Layout[] = [
  { name: 'wide', width: 960, rowHeight: 34, ticks: 6, labels: 'beside' },
  { name: 'narrow', width: 343, rowHeight: 46, ticks: 3, labels: 'above' },
];

export interface Row {
  readonly row: number;
  readonly label: string;
  /** What stands in the place of a bar; null where there is one. */
  readonly remark: string | null;
}

export interface Bar {
  readonly row: number;
  readonly label: string;
  readonly kind: 'idle' | 'strategy';
  /** Bytes. */
  readonly value: number;
  /** The upper bound; the value itself where there is none. */
  readonly most: number;
}

export interface PeakData {
  readonly rows: readonly Row[];
  readonly bars: readonly Bar[];
  /** Bytes; null where it was not measured. */
  readonly idle: number | null;
}

export const peakOptions = (layout: Layout, data: PeakData): Plot.PlotOptions => {
  const { rows, bars, idle } = data;
  const labelWidth = layout.labels === 'beside' ? widthOf(rows.map(({ label }) => label)) : 0;
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
      ...axisMarks(layout),
      ...barMarks(layout, bars),
      ...(idle === null ? [] : idleMarks(idle)),
      ...textMarks(layout, data, labelWidth),
    ],
  };
};

const axisMarks = ({ ticks }: Layout): Plot.Markish[] => [
  Plot.axisX({ ticks, tickSize: 0, tickFormat: formatTick(formatBytes), label: null, className: 'axis' }),
  Plot.gridX({ ticks, className: 'grid' }),
  Plot.ruleX([0], { stroke: 'var(--line)' }),
];

const halfBar = 7;
/** How far a bar lies below the middle of its row, to leave room for a name above it. */
const shiftOf = ({ labels }: Layout): number => (labels === 'beside' ? 0 : 9);

const colourOf = ({ kind }: Bar): string => (kind === 'idle' ? 'var(--quiet)' : 'var(--first)');

const barMarks = (layout: Layout, bars: readonly Bar[]): Plot.Markish[] => {
  const inset = layout.rowHeight / 2 - halfBar;
  const shift = shiftOf(layout);
  return [
    Plot.barX(bars, {
      x1: 0,
      x2: 'value',
      y: 'row',
      insetTop: inset + shift,
      insetBottom: inset - shift,
      fill: colourOf,
      className: 'bars',
    }),
    Plot.ruleY(bars, { x1: 'value', x2: 'most', y: 'row', dy: shift, stroke: colourOf, strokeWidth: 2 }),
  ];
};

const idleMarks = (idle: number): Plot.Markish[] => [
  Plot.ruleX([idle], { stroke: 'var(--muted)', strokeDasharray: '3 3', className: 'idle' }),
  Plot.text([idle], {
    x: (bytes: number) => bytes,
    frameAnchor: 'top',
    dy: -14,
    textAnchor: 'start',
    text: (bytes: number) => `idle ${formatBytes(bytes)}`,
    className: 'axis',
  }),
];

const textMarks = (layout: Layout, { rows, bars }: PeakData, labelWidth: number): Plot.Markish[] => {
  const beside = layout.labels === 'beside';
  const room = beside ? labelWidth - labelGap : layout.width;
  const atBar = { y: 'row', dx: 8, dy: shiftOf(layout), textAnchor: 'start', ...halo } as const;
  return [
    Plot.text(bars, {
      ...atBar,
      x: 'most',
      text: ({ value }: Bar) => formatBytes(value),
      className: 'value',
    }),
    Plot.text(
      rows.filter(({ remark }) => remark !== null),
      { ...atBar, x: 0, text: 'remark', className: 'axis' },
    ),
    Plot.text(rows, {
      frameAnchor: 'left',
      y: 'row',
      dx: -labelWidth,
      dy: beside ? 0 : -9,
      textAnchor: 'start',
      text: ({ label }: Row) => shortenMiddle(label, room),
      monospace: true,
      ...halo,
    }),
  ];
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
