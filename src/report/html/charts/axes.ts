import * as Plot from '@observablehq/plot';
import { formatTick } from './chart.ts';
import { type Scale, ticksOf } from './scale.ts';

/** Pixels around a chart of points, for its labels. */
export const margins = { left: 62, right: 22, top: 34, bottom: 40 };

/** What Plot is told of a chart of points, without its marks. */
export const plane = (
  { width, height }: { readonly width: number; readonly height: number },
  x: Scale,
  y: Scale,
): Plot.PlotOptions => ({
  width,
  height,
  marginLeft: margins.left,
  marginRight: margins.right,
  marginTop: margins.top,
  marginBottom: margins.bottom,
  x: { ...x, axis: null },
  y: { ...y, axis: null },
});

interface Axis {
  readonly scale: Scale;
  readonly label: string;
  readonly format: (value: number) => string;
}

/** The grid, and the two axes over it. */
export const axes = (x: Axis, y: Axis): Plot.Markish[] => [
  Plot.gridX({ ticks: ticksOf(x.scale), className: 'grid' }),
  Plot.gridY({ ticks: ticksOf(y.scale), className: 'grid' }),
  Plot.axisX(axisOptions(x)),
  Plot.axisY(axisOptions(y)),
];

const axisOptions = ({ scale, label, format }: Axis) => ({
  ticks: ticksOf(scale),
  tickSize: 0,
  label,
  tickFormat: formatTick(format),
  className: 'axis',
});
