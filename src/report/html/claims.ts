import type { Unit } from '../../record/metrics.ts';
import type { Run } from '../../record/run.ts';
import { formatRatio } from '../../units/numbers.ts';
import { formatQuantity } from '../../units/quantity.ts';
import { html, type Markup, nothing } from './markup.ts';

/** What this page shows of a claim that a run has judged. */
export interface ShownClaim {
  readonly id: string;
  readonly who: string;
  readonly where: string;
  readonly says: string;
  readonly judgements: readonly ShownJudgement[];
}

interface ShownJudgement {
  /** How the words are taken; null where they can be taken in one way only. */
  readonly name: string | null;
  readonly runtime: string;
  readonly verdict: 'holds' | 'fails' | 'undecided' | 'not measurable';
  readonly figures?: readonly ShownFigure[];
  readonly why?: string;
}

interface ShownFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit | 'ratio' | 'exponent';
}

/** The claims word for word, each with its verdicts; nothing for a run without claims. */
export const claimsOf = (run: Run & { readonly claims?: readonly ShownClaim[] }): Markup => {
  const claims = run.claims ?? [];
  return claims.length === 0 ? nothing : html`<ol class="claims">${claims.map(claimItem)}</ol>`;
};

const claimItem = ({ who, where, says, judgements }: ShownClaim): Markup => html`<li>
<blockquote><p>${says}</p><footer>${who}, ${sourceOf(where)}</footer></blockquote>
<ul class="verdicts">${judgements.map(judgementItem)}</ul>
</li>
`;

const judgementItem = ({ name, runtime, verdict, figures = [], why }: ShownJudgement): Markup => {
  const about = [name, runtime].filter((text) => text !== null).join(', ');
  const grounds = [...figures.map(figureInWords), ...(why === undefined ? [] : [why])].join('; ');
  return html`<li><span class="mark ${classes[verdict]}">${verdict}</span><span>${grounds === '' ? about : `${about}: ${grounds}`}</span></li>`;
};

const classes = { holds: 'lower', fails: 'higher', undecided: 'same', 'not measurable': 'same' } as const;

const figureInWords = ({ name, value, unit }: ShownFigure): string =>
  `${name} ${unit === 'ratio' ? formatRatio(value) : unit === 'exponent' ? value.toFixed(2) : formatQuantity(value, unit)}`;

/** An address becomes a link, but only one of the web: anything else, such as a script, stays text. */
const sourceOf = (where: string): Markup =>
  /^https?:\/\//.test(where) ? html`<a href="${where}" rel="noreferrer">${where}</a>` : html`${where}`;
