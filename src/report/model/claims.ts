import { foundOf, groundsOf, isSurprise, tallyOf, verdictOf } from '../../analysis/claims/claim-words.ts';
import type { JudgedClaim, Judgement } from '../../record/claims.ts';
import type { Run } from '../../record/run.ts';
import { type ClaimText, type Section, section, type Tone, text } from './report.ts';

/** The tally, then the claims word for word, each with its verdicts; without blocks for a run without claims. */
export const claimsSection = ({ claims }: Pick<Run, 'claims'>): Section =>
  section(
    'claims',
    'Claims',
    claims.length === 0
      ? []
      : [text(`${tallyOf(claims)}.`), { kind: 'claims', content: claims.map(claimText) }],
  );

const claimText = ({ id, who, where, says, judgements }: JudgedClaim): ClaimText => ({
  id,
  who,
  where,
  says,
  readings: judgements.map((judgement) => ({
    item: { mark: verdictOf(judgement), tone: toneOf(judgement), text: foundOf(judgement) },
    grounds: groundsOf(judgement),
    judgement,
  })),
});

/** A verdict that was not expected is what a reader must see. */
const toneOf = (judgement: Judgement): Tone => (isSurprise(judgement) ? 'bad' : tones[judgement.verdict]);

const tones: Readonly<Record<Judgement['verdict'], Tone>> = {
  holds: 'good',
  fails: 'known',
  undecided: 'open',
  'not measurable': 'faint',
};
