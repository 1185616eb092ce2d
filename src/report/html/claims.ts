import { askedOf, groundsOf, isSurprise, tallyOf, verdictOf } from '../../analysis/claims/claim-words.ts';
import type { JudgedClaim, Judgement } from '../../record/claims.ts';
import type { Run } from '../../record/run.ts';
import { growthFigure } from './charts/growth-chart.ts';
import { html, type Markup, nothing } from './markup.ts';

/** The tally, then the claims word for word, each with its verdicts; nothing for a run without claims. */
export const claimsOf = ({ claims }: Run): Markup =>
  claims.length === 0
    ? nothing
    : html`<p>${tallyOf(claims)}.</p>
<ol class="claims">
${claims.map(claimItem)}</ol>`;

const claimItem = ({ id, who, where, says, judgements }: JudgedClaim): Markup => html`<li>
<blockquote><p>“${says}”</p><footer>${id}. ${who}, ${sourceOf(where)}</footer></blockquote>
<ul class="verdicts">
${judgements.map(judgementItem)}</ul>
${judgements.map(growthFigure)}</li>
`;

const judgementItem = (judgement: Judgement): Markup =>
  html`<li><span class="mark ${toneOf(judgement)}">${verdictOf(judgement)}</span><span>${askedOf(judgement)} <span class="grounds">${groundsOf(judgement)}</span></span></li>
`;

/** A verdict that was not expected is what a reader must see. */
const toneOf = (judgement: Judgement): 'lower' | 'higher' | 'refuted' | 'same' =>
  isSurprise(judgement) ? 'higher' : tones[judgement.verdict];

const tones = {
  holds: 'lower',
  fails: 'refuted',
  undecided: 'same',
  'not measurable': 'same',
} as const satisfies Record<Judgement['verdict'], string>;

/** The address that a source begins with becomes a link, but only one of the web: all else, such as a script, stays text. */
const sourceOf = (where: string): Markup => {
  const [address] = /^https?:\/\/\S*[^\s,]/.exec(where) ?? [];
  return address === undefined
    ? html`${where}`
    : html`<a href="${address}" rel="noreferrer">${address}</a>${where.slice(address.length)}`;
};
