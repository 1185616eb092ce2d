import type { Cell, Column, Table } from '../model/report.ts';
import { html, type Markup } from './markup.ts';

/** A sortable table in a frame that scrolls where a screen is too narrow. */
export const tableFigure = (title: string, { columns, content }: Table): Markup =>
  html`<div class="scroll" role="region" aria-label="${title === '' ? headsOf(columns) : title}" tabindex="0">
<table class="sortable">
<caption>${title}</caption>
<thead><tr>${columns.map(({ head }) => html`<th scope="col"><button type="button">${head}</button></th>`)}</tr></thead>
<tbody>
${content.map(rowOf)}
</tbody>
</table>
</div>
`;

/** What a table without a title is called by those who do not see it. */
const headsOf = (columns: readonly Column[]): string => columns.map(({ head }) => head).join(', ');

const rowOf = ([label, ...figures]: readonly Cell[]): Markup =>
  html`<tr><th scope="row"><code>${label?.text ?? ''}</code></th>${figures.map(cellOf)}</tr>
`;

const cellOf = ({ text, detail, remark, value, tone }: Cell): Markup => {
  const quiet = [detail === undefined ? '' : `(${detail})`, remark ?? '']
    .filter((part) => part !== '')
    .join(', ');
  const words = quiet === '' ? html`${text}` : html`${text} <small>${quiet}</small>`;
  return value === null
    ? html`<td class="${tone}">${words}</td>`
    : html`<td class="${tone}" data-value="${value}">${words}</td>`;
};
