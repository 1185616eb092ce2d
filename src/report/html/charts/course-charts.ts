import * as Plot from '@observablehq/plot';
import type { TimelinePoint } from '../../../record/messages/subject-report.ts';
import type { Result, Run } from '../../../record/run.ts';
import { formatBytes } from '../../../units/bytes.ts';
import { formatDuration } from '../../../units/durations.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { drawChart, formatTick } from './chart.ts';
import { thinTimeline, totalOf } from './thin-timeline.ts';

/** Both axes are the same for every strategy, or the shapes could not be compared. */
interface Scales {
  readonly longest: number;
  readonly highest: number;
}

/** Memory over time, a small chart for each strategy; nothing where no strategy has a timeline. */
export const courseFigures = ({ results }: Run): Markup => {
  const points = results.flatMap(({ timeline }) => timeline);
  if (points.length === 0) return nothing;
  const scales = {
    longest: points.reduce((most, { t }) => Math.max(most, t), 0),
    highest: points.reduce((most, point) => Math.max(most, totalOf(point)), 0),
  };
  return html`<p class="legend"><span class="key first"></span>heap <span class="key second"></span>external memory (buffers, large strings)</p>
<div class="panels">
${results.map((result) => coursePanel(result, scales))}
</div>
<p class="remark">One pilot run of each, under V8's own schedule: memory before and after each collection, garbage included. The axes are the same in every panel.</p>`;
};

const coursePanel = ({ label, timeline }: Result, scales: Scales): Markup => {
  const highest = timeline.reduce<TimelinePoint | null>(
    (most, point) => (most === null || totalOf(point) > totalOf(most) ? point : most),
    null,
  );
  if (highest === null)
    return html`<figure class="panel"><figcaption><code>${label}</code><span>its pilot left no timeline</span></figcaption></figure>`;
  const words = `highest ${formatBytes(totalOf(highest))} at ${formatDuration(highest.t)}`;
  const description = `${startAndEnd(timeline)}; ${words}.`;
  return html`<figure class="panel"><figcaption><code>${label}</code><span>${words}</span></figcaption>
${drawChart({ name: `memory over time: ${label}`, description }, optionsFor(timeline, highest, scales))}
</figure>`;
};

const startAndEnd = (timeline: readonly TimelinePoint[]): string => {
  const [start, end] = [timeline[0], timeline.at(-1)];
  return start === undefined || end === undefined
    ? ''
    : `From ${formatBytes(totalOf(start))} to ${formatBytes(totalOf(end))} after ${formatDuration(end.t)}`;
};

const optionsFor = (
  timeline: readonly TimelinePoint[],
  highest: TimelinePoint,
  { longest, highest: top }: Scales,
): Plot.PlotOptions => {
  const points = thinTimeline(timeline);
  return {
    width: 320,
    height: 180,
    marginLeft: 52,
    marginRight: 14,
    marginTop: 12,
    marginBottom: 24,
    x: { domain: [0, longest], axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.frame({ fill: 'var(--faint)', stroke: 'none' }),
      Plot.gridY({ ticks: 4, className: 'grid' }),
      Plot.axisY({
        ticks: 4,
        tickSize: 0,
        label: null,
        tickFormat: formatTick(formatBytes),
        className: 'axis',
      }),
      Plot.axisX({
        ticks: 4,
        tickSize: 0,
        label: null,
        tickFormat: formatTick(formatDuration),
        className: 'axis',
      }),
      Plot.areaY(points, { x: 't', y1: 0, y2: 'heap', fill: 'var(--first)', className: 'heap' }),
      Plot.areaY(points, {
        x: 't',
        y1: 'heap',
        y2: totalOf,
        fill: 'var(--second)',
        className: 'external',
      }),
      Plot.dot([highest], { x: 't', y: totalOf, r: 3, fill: 'var(--ink)', className: 'highest' }),
      Plot.ruleY([0], { stroke: 'var(--line)' }),
    ],
  };
};
