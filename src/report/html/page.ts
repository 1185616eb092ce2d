import { createHash } from 'node:crypto';
import { type Verdict, verdictOfRun } from '../../analysis/checks/verdict.ts';
import { isNote } from '../../analysis/run/warnings.ts';
import { metricNames } from '../../record/metrics.ts';
import type { Run, Warning } from '../../record/run.ts';
import { formatCount } from '../../units/numbers.ts';
import { formatSpread } from '../../units/quantity.ts';
import { escapePart } from '../escape.ts';
import {
  type Figure,
  furtherTable,
  loadTable,
  memoryTable,
  processTable,
  ruleCleanerTable,
  survivalTable,
} from '../model/tables.ts';
import {
  containerLines,
  environmentLines,
  floorLines,
  meaningLines,
  subjectOf,
  unavailableLines,
} from '../model/words.ts';
import { budgetsOf } from './budgets.ts';
import { courseFigures } from './charts/course-charts.ts';
import { peakFigure } from './charts/peak-figure.ts';
import { sweepFigure } from './charts/sweep-chart.ts';
import { claimsOf } from './claims.ts';
import { html, type Markup, nothing, trusted } from './markup.ts';
import { sortScript } from './sort-script.ts';
import { styleSheet } from './style.ts';
import { tableFigure } from './table.ts';
import { verdictSection } from './verdict.ts';

/**
 * `report.html`: one file that needs no network, for a person to look at. It says what `report.md` says, in the same
 * order, and draws it.
 */
export const renderHtml = (run: Run, verdict: Verdict = verdictOfRun(run)): string => {
  const sections = sectionsOf(run, verdict).filter(({ body }) => body.markup.trim() !== '');
  const { name, description } = run.scenario;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${name}: Tidemark</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the verdict</a>
<header>
<p class="brand">Tidemark</p>
<h1>${name}</h1>
${description === null ? nothing : html`<p class="question">${description}</p>`}
<p class="subject">${subjectOf(run)}. Figures are medians, with (min–max) where samples differ.</p>
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="content" tabindex="-1">
${sections.map(
  ({ id, title, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`,
)}</main>
<script>${trusted(sortScript)}</script>
</body>
</html>
`;
  return page.markup;
};

interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** In the order of report.md, the pictures after the verdict that they show. */
const sectionsOf = (run: Run, verdict: Verdict): Section[] => [
  { id: 'verdict', title: 'Verdict', body: verdictSection(run, verdict) },
  { id: 'claims', title: 'Claims', body: claimsOf(run) },
  { id: 'budgets', title: 'Budgets', body: budgetsOf(run) },
  { id: 'measurements', title: 'Measurements', body: measurementsOf(run) },
  { id: 'peak', title: 'Peak memory', body: peakFigure(run) },
  { id: 'course', title: 'Memory over time', body: courseFigures(run) },
  { id: 'sweep', title: 'Time against memory', body: sweepFigure(run) },
  { id: 'figures', title: 'Figures', body: figuresOf(run) },
  { id: 'lowest-heap', title: 'The search for the lowest heap', body: list(floorLines(run)) },
  { id: 'not-available', title: 'Not available', body: list(unavailableLines(run)) },
  {
    id: 'rule-cleaner',
    title: "The rule cleaner's report",
    body: tableFigure('What the rule cleaner did', ruleCleanerTable(run)),
  },
  { id: 'meaning', title: 'What the figures mean', body: definitions(meaningLines(run, metricNames)) },
  { id: 'environment', title: 'Environment', body: list(environmentLines(run)) },
  { id: 'mind', title: 'What to mind', body: warningsOf(run.warnings) },
  { id: 'files', title: 'Files', body: files },
];

const spread: Figure = (summary) => formatSpread(summary, summary.unit);

const figuresOf = (run: Run): Markup =>
  html`${tableFigure('Memory', memoryTable(run, spread))}${tableFigure('Process', processTable(run, spread))}${tableFigure('In a container', survivalTable(run, spread))}${list(containerLines(run))}${tableFigure('Load on the services', loadTable(run, spread))}${tableFigure('Further figures', furtherTable(run, spread))}`;

const list = (lines: readonly string[]): Markup =>
  lines.length === 0
    ? nothing
    : html`<ul class="lines">${lines.map((line) => html`<li>${line}</li>\n`)}</ul>`;

/** Lines of the form `term: meaning`. */
const definitions = (lines: readonly string[]): Markup =>
  lines.length === 0
    ? nothing
    : html`<dl class="meanings">${lines.map((line) => {
        const [term = '', ...rest] = line.split(': ');
        return html`<div><dt>${term}</dt><dd>${rest.join(': ')}</dd></div>\n`;
      })}</dl>`;

const warningsOf = (warnings: readonly Warning[]): Markup =>
  warnings.length === 0
    ? nothing
    : html`<ul class="warnings">${warnings.map(
        (warning) =>
          html`<li class="${isNote(warning) ? 'note' : 'warning'}"><p><strong>${isNote(warning) ? 'Note' : 'Warning'}:</strong> ${warning.message}</p><p class="remark">${warning.advice}</p></li>\n`,
      )}</ul>`;

/** The reports of the named measurements, which lie in folders below this one. */
const measurementsOf = ({ measurements }: Run): Markup =>
  measurements.length === 0
    ? nothing
    : html`<ul class="lines">${measurements.map(
        ({ name, workflows }) =>
          html`<li><a href="${escapePart(name)}/report.html">${name}</a>: ${formatCount(workflows)} workflows</li>\n`,
      )}</ul>`;

const files = html`<ul class="lines">
<li><a href="samples.jsonl">samples.jsonl</a>: the journal, every sample as it was measured; the reports are made of it alone</li>
<li><a href="run.json">run.json</a>: the run for programs</li>
<li><a href="report.md">report.md</a>: this report as text</li>
</ul>`;

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is fetched, and nothing runs or styles but what this file was made with. */
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(sortScript)}`,
  `style-src ${hashOf(styleSheet)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
