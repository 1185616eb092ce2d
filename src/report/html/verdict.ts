import type { Grade, GradedCheck, Verdict } from '../../analysis/checks/verdict.ts';
import { type MetricName, metrics } from '../../record/metrics.ts';
import type { Comparison, Result, Run } from '../../record/run.ts';
import { formatChange } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { notableRows, wordOf } from '../model/check-words.ts';
import { asideLines, comparisonInWords, failureLines, headlineComparisons } from '../model/words.ts';
import { floorResultOf, shownPeakOf, workingResultsOf } from './charts/peaks.ts';
import { html, type Markup, nothing } from './markup.ts';

/** The headline, the figures that matter most, and what the checks and the comparisons say of each strategy. */
export const verdictSection = (run: Run, verdict: Verdict): Markup => {
  const items = [
    ...notableRows(verdict).map(checkItem),
    ...headlineComparisons(run).map((comparison) => comparisonItem(comparison, run)),
    ...failureLines(run).map(failureItem),
  ];
  return html`<p class="headline ${codeTones[verdict.exitCode]}">${verdict.headline}</p>
${tilesOf(run)}${
  items.length === 0
    ? nothing
    : html`<ul class="verdicts">
${items}</ul>
`
}${asideLines(run).map((line) => html`<p class="remark">${line}.</p>\n`)}`;
};

const comparisonItem = (comparison: Comparison, run: Run): Markup =>
  html`<li><span class="mark ${classes[comparison.verdict]}">${formatChange(comparison.ratio)}</span><span>${comparisonInWords(comparison, run)}</span></li>
`;

const checkItem = (check: GradedCheck): Markup =>
  html`<li><span class="mark ${gradeTones[check.grade]}">${wordOf(check)}</span><span>${check.name}: ${check.message}</span></li>
`;

const gradeTones: Readonly<Record<Grade, string>> = {
  'not judged': 'higher',
  fails: 'higher',
  open: 'same',
  told: 'same',
  holds: 'lower',
};

const codeTones = { 0: 'holds', 1: 'broken', 3: 'broken' } as const satisfies Record<
  Verdict['exitCode'],
  string
>;

const failureItem = (line: string): Markup =>
  html`<li><span class="mark higher">failed</span><span>${line}</span></li>
`;

const classes = { lower: 'lower', higher: 'higher', 'no difference': 'same' } as const;

/** The reference, the leanest strategy and the floor by the peak that the charts show. */
const tilesOf = (run: Run): Markup => {
  const metric = shownPeakOf(run);
  if (metric === null) return nothing;
  const reference = run.results.find(({ label }) => label === run.reference);
  const others = workingResultsOf(run).filter((result) => result !== reference);
  return html`<dl class="tiles">
${tile(`${metrics[metric].title}, the reference`, reference, metric)}
${tile(`lowest ${metrics[metric].title}`, leanestOf(others, metric), metric)}
${tile('the floor', floorResultOf(run), metric)}
</dl>
`;
};

const tile = (title: string, result: Result | undefined, metric: MetricName): Markup => {
  const summary = result?.metrics[metric];
  return result === undefined || summary === undefined
    ? nothing
    : html`<div><dt>${title}</dt><dd><strong>${formatQuantity(summary.median, summary.unit)}</strong> <code>${result.label}</code></dd></div>`;
};

const leanestOf = (results: readonly Result[], metric: MetricName): Result | undefined =>
  results
    .filter(({ metrics: figures }) => figures[metric] !== undefined)
    .toSorted((a, b) => (a.metrics[metric]?.median ?? 0) - (b.metrics[metric]?.median ?? 0))[0];
