import type { Run } from '../../record/run.ts';
import { escapePart } from '../escape.ts';
import type { ChartName, Drawing, Item } from '../model/report.ts';
import { courseFigures } from './charts/course-charts.ts';
import { growthFigure } from './charts/growth-chart.ts';
import { peakFigure } from './charts/peak-figure.ts';
import { sweepFigure } from './charts/sweep-chart.ts';
import { html, type Markup, nothing } from './markup.ts';
import { tableFigure } from './table.ts';

/** Each kind of block as a part of the page. */
export const drawing: Drawing<Markup> = {
  text: ({ content, as }) => html`<p class="${as}">${content}</p>\n`,
  headline: ({ content, isGood }) =>
    html`<p class="headline ${isGood ? 'holds' : 'broken'}">${content}</p>\n`,
  list: ({ content }) => html`<ul class="lines">${content.map((line) => html`<li>${line}</li>\n`)}</ul>`,
  items: ({ content }) => html`<ul class="verdicts">\n${content.map((item) => itemOf(item))}</ul>\n`,
  table: ({ title, ...table }) => tableFigure(title, table),
  terms: ({ content }) =>
    html`<dl class="meanings">${content.map(
      ({ term, meaning }) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>\n`,
    )}</dl>`,
  links: ({ content }) =>
    html`<ul class="lines">${content.map(({ to, name, text }) => {
      const target = 'file' in to ? escapePart(to.file) : `${escapePart(to.folder)}/report.html`;
      return html`<li><a href="${target}">${name}</a>: ${text}</li>\n`;
    })}</ul>`,
  claims: ({ content }) => html`<ol class="claims">
${content.map(
  ({ id, who, where, says, readings }) => html`<li>
<blockquote><p>“${says}”</p><footer>${id}. ${who}, ${sourceOf(where)}</footer></blockquote>
<ul class="verdicts">
${readings.map(({ item, grounds }) => itemOf(item, grounds))}</ul>
${readings.map(({ judgement, against }) => growthFigure(judgement, against))}</li>
`,
)}</ol>`,
  warnings: ({ content }) =>
    html`<ul class="warnings">${content.map(
      ({ kind, message, advice }) =>
        html`<li class="${kind}"><p><strong>${kind === 'note' ? 'Note' : 'Warning'}:</strong> ${message}</p><p class="remark">${advice}</p></li>\n`,
    )}</ul>`,
  figures: ({ content }) =>
    html`<dl class="tiles">
${content.map(
  ({ title, figure, label }) =>
    html`<div><dt>${title}</dt><dd><strong>${figure}</strong> <code>${label}</code></dd></div>\n`,
)}</dl>
`,
  chart: ({ content, chart }) => html`${content.map(charts[chart])}`,
};

const charts: Readonly<Record<ChartName, (run: Run) => Markup>> = {
  peak: peakFigure,
  course: courseFigures,
  sweep: sweepFigure,
};

const itemOf = ({ mark, tone, text }: Item, grounds?: string): Markup =>
  html`<li><span class="mark ${tone}">${mark}</span><span>${text}${grounds === undefined ? nothing : html` <span class="grounds">${grounds}</span>`}</span></li>
`;

/** The address that a source begins with becomes a link, but only one of the web: all else, such as a script, stays text. */
const sourceOf = (where: string): Markup => {
  const [address] = /^https?:\/\/\S*[^\s,]/.exec(where) ?? [];
  return address === undefined
    ? html`${where}`
    : html`<a href="${address}" rel="noreferrer">${address}</a>${where.slice(address.length)}`;
};
