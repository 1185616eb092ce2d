import * as Plot from '@observablehq/plot';
import { metrics } from '../../../record/metrics.ts';
import type { Run } from '../../../record/run.ts';
import { formatBytes } from '../../../units/bytes.ts';
import { formatDuration } from '../../../units/durations.ts';
import { workingResultsOf } from '../../model/figures.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { axes, margins, plane } from './axes.ts';
import { chartTitle, drawChart, halo } from './chart.ts';
import { noteFor, type Scale, scaleFor } from './scale.ts';

/** A strategy by time (x, milliseconds) and memory (y, bytes), with its number in the chart. */
interface Point {
  readonly number: number;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly onFront: boolean;
}

/**
 * Where a scenario spreads a strategy into several rows: time against memory, and which of the rows no other beats. Peak
 * live alone, by which the front is told; nothing for a run without it.
 */
export const sweepFigure = (run: Run): Markup => {
  const points = pointsOf(run);
  if (!hasMatrix(run) || points.length < 2) return nothing;
  const front = points.filter(({ onFront }) => onFront).toSorted((a, b) => a.x - b.x);
  const { title } = metrics.peakLive;
  const text = {
    name: `wall time against ${title}`,
    description: `On the Pareto front: ${front.map(({ label }) => label).join(', ')}.`,
  };
  return html`<figure>${chartTitle(text)}
${sizes.map(({ name, width, height }) => html`<div class="${name}">${drawChart(text, optionsFor(points, front, { width, height, title }))}</div>`)}
<figcaption>Lower left is better. Filled points are on the Pareto front of these medians: to be faster than one of them takes more memory, to be leaner takes more time.</figcaption>
</figure>
<ol class="points">
${points.map(
  (point) =>
    html`<li${front.includes(point) ? frontClass : ''}><code>${point.label}</code> <span>${formatDuration(point.x)}, ${formatBytes(point.y)}${front.includes(point) ? ', front' : ''}</span></li>`,
)}
</ol>`;
};

const frontClass = html` class="front"`;

const sizes = [
  { name: 'wide', width: 960, height: 420 },
  { name: 'narrow', width: 343, height: 300 },
] as const;

const hasMatrix = ({ results }: Run): boolean =>
  [...Map.groupBy(results, ({ strategy }) => strategy).values()].some((rows) => rows.length > 1);

const pointsOf = (run: Run): Point[] =>
  workingResultsOf(run)
    .flatMap(({ label, onParetoFront, doubts, metrics: { wallTime, peakLive } }) =>
      wallTime === undefined || peakLive === undefined || doubts?.peakLive !== undefined
        ? []
        : { label, x: wallTime.median, y: peakLive.median, onFront: onParetoFront === true },
    )
    .map((point, i) => ({ ...point, number: i + 1 }));

interface Frame {
  readonly width: number;
  readonly height: number;
  readonly title: string;
}

const optionsFor = (
  points: readonly Point[],
  front: readonly Point[],
  { width, height, title }: Frame,
): Plot.PlotOptions => {
  const x = scaleFor(
    points.map((point) => point.x),
    [margins.left, width - margins.right],
  );
  const y = scaleFor(
    points.map((point) => point.y),
    [height - margins.bottom, margins.top],
  );
  return {
    ...plane({ width, height }, x, y),
    marks: [
      ...axes(
        { scale: x, label: `wall time${noteFor(x)} →`, format: formatDuration },
        { scale: y, label: `↑ ${title}${noteFor(y)}`, format: formatBytes },
      ),
      Plot.line(front, { x: 'x', y: 'y', curve: 'step-after', stroke: 'var(--first)', className: 'front' }),
      Plot.dot(points, {
        x: 'x',
        y: 'y',
        r: 5,
        stroke: 'var(--first)',
        strokeWidth: 1.5,
        fill: (point: Point) => (front.includes(point) ? 'var(--first)' : 'var(--paper)'),
        className: 'points',
      }),
      Plot.text(labelsOf(points, x, y), {
        x: 'x',
        y: 'y',
        text: 'text',
        dx: 9,
        dy: -9,
        className: 'value',
        ...halo,
      }),
    ],
  };
};

/** Points that lie on each other share a label. */
const labelsOf = (
  points: readonly Point[],
  x: Scale,
  y: Scale,
): { readonly x: number; readonly y: number; readonly text: string }[] => {
  const [toX, toY] = [Plot.scale({ x: mutable(x) }).apply, Plot.scale({ y: mutable(y) }).apply];
  const groups: Point[][] = [];
  for (const point of points) {
    const group = groups.find(([first]) => {
      return (
        first !== undefined &&
        Math.abs(toX(first.x) - toX(point.x)) < 18 &&
        Math.abs(toY(first.y) - toY(point.y)) < 12
      );
    });
    if (group === undefined) groups.push([point]);
    else group.push(point);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : { x: first.x, y: first.y, text: group.map(({ number }) => number).join(', ') };
  });
};

const mutable = ({ type, domain, range }: Scale): Plot.ScaleOptions => ({
  type,
  domain: [...domain],
  range: [...range],
});
