import { type Cell, hasFigures, type Table } from '../model/tables.ts';
import { html, type Markup, nothing } from './markup.ts';

/** A sortable table in a frame that scrolls where a screen is too narrow; nothing for a table without figures. */
export const tableFigure = (title: string, table: Table): Markup =>
  hasFigures(table)
    ? html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
<table class="sortable">
<caption>${title}</caption>
<thead><tr>${table.heads.map((head) => html`<th scope="col"><button type="button">${head}</button></th>`)}</tr></thead>
<tbody>
${table.rows.map(rowOf)}
</tbody>
</table>
</div>
`
    : nothing;

const rowOf = ([label, ...figures]: readonly Cell[]): Markup =>
  html`<tr><th scope="row"><code>${label?.text ?? ''}</code></th>${figures.map(cellOf)}</tr>
`;

const cellOf = ({ text, value, tone }: Cell): Markup =>
  value === null
    ? html`<td class="${tone}">${text}</td>`
    : html`<td class="${tone}" data-value="${value}">${textOf(text)}</td>`;

/** A median, and its range where there is one in brackets, which is set quieter. */
const textOf = (text: string): Markup => {
  const [whole, before, range] = /^(.+?) (\(.+\))$/.exec(text) ?? [text];
  return range === undefined ? html`${whole ?? ''}` : html`${before ?? ''} <small>${range}</small>`;
};
