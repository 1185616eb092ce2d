import * as Plot from '@observablehq/plot';
import type { Judgement } from '../../../record/checks/claims.ts';
import { metrics } from '../../../record/metrics.ts';
import { formatCount } from '../../../units/numbers.ts';
import { formatQuantity } from '../../../units/quantity.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { axes, margins, plane } from './axes.ts';
import { chartTitle, drawChart } from './chart.ts';
import { logScale } from './scale.ts';

/** What one measurement read above idle (y) at its size (x), both above 0. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Memory against the size of the workload, for a reading about growth that has figures; else nothing.
 * @param size what the workload grows by, in words
 */
export const growthFigure = (judgement: Judgement, size: string): Markup => {
  const { judge } = judgement;
  if (judge.kind !== 'growth' || !('figures' in judgement)) return nothing;
  const points = judgement.figures
    .flatMap(({ at, value }): Point[] => (at === null ? [] : [{ x: at, y: value }]))
    .toSorted((a, b) => a.x - b.x);
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || first.x === last.x) return nothing;
  const { title, unit } = metrics[judge.metric];
  const text = {
    name: `${title} of ${judge.of} above idle against ${size}`,
    description: points.map(({ x, y }) => `${formatQuantity(y, unit)} at ${formatCount(x)}`).join(', '),
  };
  const proportional = [first, { x: last.x, y: (first.y * last.x) / first.x }];
  return html`<figure class="growth">${chartTitle(text)}
${drawChart(text, optionsFor(points, proportional, { size, title, unit }))}
<figcaption>${title} of ${judge.of} above idle against ${size}, both logarithmic. Dashed: growth in proportion, an exponent of 1.</figcaption>
</figure>
`;
};

interface Words {
  readonly size: string;
  readonly title: string;
  readonly unit: (typeof metrics)[keyof typeof metrics]['unit'];
}

const frame = { width: 343, height: 220 };

const optionsFor = (
  points: readonly Point[],
  proportional: readonly Point[],
  { size, title, unit }: Words,
): Plot.PlotOptions => {
  const all = [...points, ...proportional];
  const x = logScale(
    all.map((point) => point.x),
    [margins.left, frame.width - margins.right],
  );
  const y = logScale(
    all.map((point) => point.y),
    [frame.height - margins.bottom, margins.top],
  );
  const shown = (value: number): string => formatQuantity(value, unit);
  return {
    ...plane(frame, x, y),
    marks: [
      ...axes(
        { scale: x, label: `${size} →`, format: formatCount },
        { scale: y, label: `↑ ${title} above idle`, format: shown },
      ),
      Plot.line(proportional, { x: 'x', y: 'y', stroke: 'var(--quiet)', strokeDasharray: '4 4' }),
      Plot.line(points, { x: 'x', y: 'y', stroke: 'var(--first)' }),
      Plot.dot(points, { x: 'x', y: 'y', r: 5, fill: 'var(--first)', className: 'points' }),
    ],
  };
};
