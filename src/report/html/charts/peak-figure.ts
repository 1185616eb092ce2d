import { type MetricName, metrics } from '../../../record/metrics.ts';
import type { Result, Run } from '../../../record/run.ts';
import { formatBytes } from '../../../units/bytes.ts';
import { toPlainLine } from '../../escape.ts';
import { idleOf, shownPeakOf } from '../../model/figures.ts';
import { isPartial } from '../../model/run-tables.ts';
import { idleInWords } from '../../model/run-words.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { chartTitle, drawChart } from './chart.ts';
import { type Bar, layouts, type PeakData, peakOptions, type Row } from './peak-chart.ts';

/** The peak of each strategy as a bar from nothing, against what idle needs. */
export const peakFigure = (run: Run): Markup => {
  const metric = shownPeakOf(run);
  if (metric === null) return nothing;
  const data: PeakData = {
    rows: run.results.map((result, row) => rowOf(result, row, metric)),
    bars: barsOf(run, metric),
    idle: idleOf(run)?.metrics[metric]?.median ?? null,
  };
  const text = {
    name: `${metrics[metric].title} by strategy`,
    description: data.bars.map(({ label, value }) => `${label} ${formatBytes(value)}`).join(', '),
  };
  return html`<figure>${chartTitle(text)}
${layouts.map((layout) => html`<div class="${layout.name}">${drawChart(text, peakOptions(layout, data))}</div>`)}
<figcaption>${captionOf(metric, data, run)}</figcaption>
</figure>`;
};

const rowOf = (result: Result, row: number, metric: MetricName): Row => {
  const { label, status, failure, doubts, metrics: figures } = result;
  const lacking = status === 'failed' ? `failed: ${failure?.kind ?? 'error'}` : 'no figure';
  const why = isPartial(result, metric) ? 'not all of its memory' : 'in doubt';
  const doubtful = doubts?.[metric] === undefined ? null : why;
  return { row, label: toPlainLine(label), remark: figures[metric] === undefined ? lacking : doubtful };
};

const barsOf = ({ results }: Run, metric: MetricName): Bar[] =>
  results.flatMap(({ label, strategy, doubts, metrics: figures }, row): Bar[] => {
    const value = figures[metric]?.median;
    // A bar that is too short would look like a gain.
    if (value === undefined || doubts?.[metric] !== undefined) return [];
    const bound = metric === 'peakLive' ? (figures.peakLiveBefore?.median ?? value) : value;
    const kind = strategy === 'idle' ? 'idle' : 'strategy';
    return [{ row, label: toPlainLine(label), kind, value, most: Math.max(value, bound) }];
  });

const captionOf = (metric: MetricName, { bars, idle }: PeakData, run: Run): string =>
  [
    `${metrics[metric].title}: ${metrics[metric].meaning}.`,
    bars.some(({ value, most }) => most > value) ? 'The thin line reaches to its upper bound.' : '',
    idle === null
      ? ''
      : `The dashed line is what idle needs, which ${idleInWords(run)}: every row includes it.`,
  ].join(' ');
